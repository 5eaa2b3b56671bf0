// Dialogs and the keyboard: whoever opened one from a menu is back at the menu's button when it closes.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Drawer } from "./Drawer";
import { Menu, MenuItem } from "./Menu";

/** As pages do it: what is open is in the tree, what is closed is not. */
function Page() {
  const [open, setOpen] = useState<"dialog" | "drawer" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu trigger={<button type="button">More</button>}>
        <MenuItem onSelect={() => setOpen("dialog")}>Rename</MenuItem>
        <MenuItem onSelect={() => setOpen("drawer")}>Look</MenuItem>
        <MenuItem onSelect={() => undefined}>Copy</MenuItem>
      </Menu>
      <Button onClick={() => setOpen("dialog")}>Elsewhere</Button>
      {open === "dialog" && (
        <Dialog open onClose={close} title="A dialog">
          <input aria-label="Name" />
        </Dialog>
      )}
      {open === "drawer" && (
        <Drawer open onClose={close} title="A drawer">
          <input aria-label="Name" />
        </Drawer>
      )}
    </>
  );
}

test.each(["Rename", "Look"])(
  "what %s opened gives the keyboard back to the menu's button",
  async (entry) => {
    const user = userEvent.setup();
    render(<Page />);
    await user.click(screen.getByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: entry }));
    await screen.findByRole("dialog");
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement?.textContent).toBe("More"));
  },
);

test("what a plain button opened gives it back to that button, also after a menu", async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByRole("button", { name: "Elsewhere" }));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Elsewhere"));
});

test("an entry that opens nothing does not keep the keyboard from the button pressed after it", async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy" }));
  await user.click(screen.getByRole("button", { name: "Elsewhere" }));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Elsewhere"));
});

test("chosen by keyboard it comes back as well", async () => {
  const user = userEvent.setup();
  render(<Page />);
  screen.getByRole("button", { name: "More" }).focus();
  await user.keyboard("{ArrowDown}");
  await screen.findByRole("menuitem", { name: "Rename" });
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("menuitem"));
  await user.keyboard("{Enter}");
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("More"));
});
