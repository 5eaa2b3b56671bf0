// How the kit's controls behave under hands and readers: labels, reasons, verdicts, typing, stepping.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { Button } from "./Button";
import { Combobox } from "./Combobox";
import { ConfirmByName } from "./ConfirmByName";
import { Field, type Verdict } from "./Field";
import { IconButton } from "./IconButton";
import { Menu, MenuItem } from "./Menu";
import { NumberStepper } from "./NumberStepper";
import { SecretInput } from "./SecretInput";
import { Segmented } from "./Segmented";
import { Select } from "./Select";
import { Switch } from "./Switch";
import { TextInput } from "./TextInput";
import { ToastProvider, useToast } from "./Toast";

describe("Button", () => {
  test("that is off stays reachable, says why, and does nothing", async () => {
    const onClick = vi.fn();
    render(
      <Button onClick={onClick} disabledReason="You need CAN MANAGE.">
        Delete
      </Button>,
    );
    const button = screen.getByRole("button", { name: "Delete", description: "You need CAN MANAGE." });
    await userEvent.tab();
    expect(document.activeElement).toBe(button);
    await userEvent.keyboard("{Enter}");
    await userEvent.click(button);
    expect(onClick).not.toHaveBeenCalled();
  });

  test("that is off does not send its form", async () => {
    const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={onSubmit}>
        <Button type="submit" disabledReason="Enter a name first.">
          Create
        </Button>
      </form>,
    );
    await userEvent.click(screen.getByRole("button"));
    expect(onSubmit).not.toHaveBeenCalled();
  });

  test("that is busy says what it is doing and ignores a second click", async () => {
    const onClick = vi.fn();
    render(
      <Button busy busyLabel="Applying" onClick={onClick}>
        Apply
      </Button>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Applying" }));
    expect(onClick).not.toHaveBeenCalled();
  });
});

describe("Field", () => {
  const Shown = ({ verdict }: { verdict: Verdict | null }) => (
    <Field label="Tenant" help="From the portal." verdict={verdict} required>
      <TextInput value="9c1f" onChange={() => undefined} />
    </Field>
  );

  test("labels its control and describes it by the help", () => {
    render(<Shown verdict={null} />);
    const input = screen.getByRole("textbox", { name: "Tenant", description: "From the portal." });
    expect(input.getAttribute("aria-invalid")).toBeNull();
    expect(input.getAttribute("aria-required")).toBe("true");
  });

  test("replaces the help by the verdict and marks a wrong value", () => {
    render(<Shown verdict={{ tone: "wrong", text: "36 characters, not 18." }} />);
    const input = screen.getByRole("textbox", { name: "Tenant", description: "36 characters, not 18." });
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByText("From the portal.")).toBeNull();
  });

  test("a value that was fixed is not called wrong", () => {
    render(<Shown verdict={{ tone: "fixed", text: "A space was removed." }} />);
    expect(screen.getByRole("textbox").getAttribute("aria-invalid")).toBeNull();
  });
});

describe("NumberStepper", () => {
  const onCommit = vi.fn();
  const Held = ({ start = 25 as number | null }) => {
    const [value, setValue] = useState<number | null>(start);
    return (
      <NumberStepper
        label="Share"
        value={value}
        onChange={setValue}
        onCommit={onCommit}
        min={0}
        max={100}
        unit="%"
      />
    );
  };

  test("steps by arrows, by ten with Shift, and stops at its limits", async () => {
    render(<Held />);
    const input = screen.getByRole("spinbutton", { name: "Share" });
    input.focus();
    await userEvent.keyboard("{ArrowUp}");
    expect(input).toHaveProperty("value", "26");
    await userEvent.keyboard("{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}");
    expect(input).toHaveProperty("value", "0");
  });

  test("keeps what is typed until it is left, and then brings it into range", async () => {
    render(<Held />);
    const input = screen.getByRole("spinbutton", { name: "Share" });
    await userEvent.clear(input);
    await userEvent.type(input, "240");
    expect(input).toHaveProperty("value", "240");
    await userEvent.tab();
    expect(input).toHaveProperty("value", "100");
    expect(onCommit).toHaveBeenLastCalledWith(100);
  });

  test("reads a comma as a decimal point and an empty field as no number", async () => {
    const onChange = vi.fn();
    render(<NumberStepper label="Creativity" value={1} onChange={onChange} />);
    const input = screen.getByRole("spinbutton");
    await userEvent.clear(input);
    expect(onChange).toHaveBeenLastCalledWith(null);
    await userEvent.type(input, "0,7");
    expect(onChange).toHaveBeenLastCalledWith(0.7);
  });

  test("that is locked does not move", async () => {
    const onChange = vi.fn();
    render(<NumberStepper label="Share" value={5} onChange={onChange} locked />);
    screen.getByRole("spinbutton").focus();
    await userEvent.keyboard("{ArrowUp}");
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("SecretInput", () => {
  test("shows length and last four but never the value", () => {
    const secret = "sk-proj-0123456789abcdf3Qz";
    const { container } = render(<SecretInput label="API key" value={secret} onChange={() => undefined} />);
    expect(screen.getByText("26 characters, ends in f3Qz")).toBeTruthy();
    expect(container.querySelector("input")?.type).toBe("password");
    expect(container.textContent).not.toContain("sk-proj");
  });

  test("keeps the end of a short secret to itself", () => {
    render(<SecretInput label="API key" value="hunter2" onChange={() => undefined} />);
    expect(screen.getByText("7 characters")).toBeTruthy();
  });

  test("can be cleared", async () => {
    const onChange = vi.fn();
    render(<SecretInput label="API key" value="hunter2" onChange={onChange} />);
    await userEvent.click(screen.getByRole("button", { name: "Clear" }));
    expect(onChange).toHaveBeenCalledWith("");
  });
});

describe("choices", () => {
  const OPTIONS = [
    { value: "us", label: "us-east-1" },
    { value: "eu", label: "eu-west-1", detail: "Ireland" },
  ] as const;

  test("Select opens from the keyboard and reports what was chosen", async () => {
    const onChange = vi.fn();
    render(
      <Field label="Region">
        <Select value="us" onChange={onChange} options={OPTIONS} />
      </Field>,
    );
    screen.getByRole("combobox", { name: "Region" }).focus();
    await userEvent.keyboard("{Enter}");
    await userEvent.click(await screen.findByRole("option", { name: /eu-west-1/ }));
    expect(onChange).toHaveBeenCalledWith("eu");
  });

  test("Segmented moves with the arrows", async () => {
    const onChange = vi.fn();
    render(<Segmented label="Shown" value="us" onChange={onChange} options={OPTIONS} />);
    screen.getByRole("radio", { name: "us-east-1" }).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(onChange).toHaveBeenCalledWith("eu");
  });

  test("Combobox takes a text that is no suggestion", async () => {
    const Held = () => {
      const [value, setValue] = useState("");
      return (
        <Field label="Model">
          <Combobox
            value={value}
            onChange={setValue}
            suggestions={[{ value: "gpt-4o", detail: "all-round" }]}
          />
        </Field>
      );
    };
    render(<Held />);
    const input = screen.getByRole("combobox", { name: "Model" });
    await userEvent.type(input, "ft:gpt-4o:acme");
    await userEvent.tab();
    expect(input).toHaveProperty("value", "ft:gpt-4o:acme");
  });

  test("Combobox fills in the suggestion that is clicked", async () => {
    const onChange = vi.fn();
    render(
      <Combobox
        label="Model"
        value=""
        onChange={onChange}
        suggestions={[{ value: "gpt-4o", detail: "all-round" }]}
      />,
    );
    await userEvent.click(screen.getByRole("combobox", { name: "Model" }));
    await userEvent.click(await screen.findByRole("option", { name: /gpt-4o/ }));
    expect(onChange).toHaveBeenCalledWith("gpt-4o");
  });

  test("Switch with a reason against it stays as it is", async () => {
    const onChange = vi.fn();
    render(<Switch label="Tracking" checked onChange={onChange} disabledReason="Only admins change this." />);
    await userEvent.click(
      screen.getByRole("switch", { name: "Tracking", description: "Only admins change this." }),
    );
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("ConfirmByName", () => {
  test("acts only once the whole name is typed", async () => {
    const onConfirm = vi.fn();
    render(
      <ConfirmByName
        open
        onClose={() => undefined}
        title="Delete?"
        name="chat-a"
        action="Delete endpoint"
        onConfirm={onConfirm}
      >
        Gone for everyone.
      </ConfirmByName>,
    );
    const input = screen.getByRole("textbox");
    await userEvent.type(input, "chat-{Enter}");
    expect(onConfirm).not.toHaveBeenCalled();
    await userEvent.type(input, "a{Enter}");
    expect(onConfirm).toHaveBeenCalledTimes(1);
  });
});

describe("Toast", () => {
  test("says what happened and offers the way back", async () => {
    const undo = vi.fn();
    const Act = () => {
      const toast = useToast();
      return (
        <Button
          onClick={() =>
            toast({
              tone: "ready",
              title: "Version 15 is live",
              object: "chat-a",
              action: { label: "Undo", onClick: undo },
            })
          }
        >
          Go
        </Button>
      );
    };
    render(
      <ToastProvider>
        <Act />
      </ToastProvider>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Go" }));
    expect((await screen.findAllByText("Version 15 is live")).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole("button", { name: "Undo", hidden: true }));
    expect(undo).toHaveBeenCalledTimes(1);
  });
});

describe("Menu", () => {
  const acts = (onCopy: () => void) => (
    <Menu trigger={<IconButton label="More" icon="more" />}>
      <MenuItem onSelect={onCopy}>Copy name</MenuItem>
      <MenuItem onSelect={onCopy} disabledReason="You need CAN MANAGE.">
        Delete
      </MenuItem>
    </Menu>
  );

  test("opens with the first press, acts, and opens again", async () => {
    const onCopy = vi.fn();
    render(acts(onCopy));
    expect(screen.getByRole("button", { name: "More" }).getAttribute("aria-haspopup")).toBe("menu");
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Copy name" }));
    expect(onCopy).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("menuitem", { name: /You need CAN MANAGE/ })).toBeTruthy();
  });

  test("opens from the keyboard", async () => {
    const onCopy = vi.fn();
    render(acts(onCopy));
    screen.getByRole("button", { name: "More" }).focus();
    await userEvent.keyboard("{ArrowDown}");
    await screen.findByRole("menuitem", { name: "Copy name" });
    await waitFor(() => expect(document.activeElement?.closest("[role=menu]")).toBeTruthy());
    if (document.activeElement?.getAttribute("role") !== "menuitem") await userEvent.keyboard("{ArrowDown}");
    await userEvent.keyboard("{Enter}");
    expect(onCopy).toHaveBeenCalledTimes(1);
  });
});

describe("Tooltip", () => {
  test("shows its words when the pointer rests and takes them away with it, and keeps what the button hears", async () => {
    const onClick = vi.fn();
    render(<IconButton label="Check now" icon="refresh" onClick={onClick} />);
    const button = screen.getByRole("button", { name: "Check now" });
    await userEvent.hover(button);
    expect(await screen.findByText("Check now", undefined, { timeout: 2_000 })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Check now" })).toBe(button);
    await userEvent.click(button);
    expect(onClick).toHaveBeenCalledTimes(1);
    await userEvent.unhover(button);
    await waitFor(() => expect(screen.queryByText("Check now")).toBeNull());
  });
});
