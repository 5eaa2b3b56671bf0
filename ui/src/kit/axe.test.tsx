// Every part of the kit, rendered in its states and checked with axe.
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { describe, expect, test } from "vitest";
import { sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "./axe";
import { Banner } from "./Banner";
import { Button } from "./Button";
import { Card } from "./Card";
import { Checkbox } from "./Checkbox";
import { CodeBlock } from "./CodeBlock";
import { Combobox } from "./Combobox";
import { ConfirmByName } from "./ConfirmByName";
import { CopyButton } from "./CopyButton";
import { Dialog } from "./Dialog";
import { DraftBar } from "./DraftBar";
import { Drawer } from "./Drawer";
import { EmptyState } from "./EmptyState";
import { EnvironmentChoice } from "./EnvironmentChoice";
import { EnvironmentTag } from "./EnvironmentTag";
import { FailureCard } from "./FailureCard";
import { FailureNote } from "./FailureNote";
import { Field } from "./Field";
import { IconButton } from "./IconButton";
import { KeyHint } from "./KeyHint";
import { LinkButton } from "./LinkButton";
import { LiveRegion } from "./LiveRegion";
import { MenuGroup, MenuItem, MenuSeparator } from "./Menu";
import { MenuPopup } from "./MenuPopup";
import { MiddleEllipsis } from "./MiddleEllipsis";
import { MiniSplit } from "./MiniSplit";
import { NumberStepper } from "./NumberStepper";
import { Palette } from "./Palette";
import { Popover } from "./Popover";
import { ProviderMark } from "./ProviderMark";
import { RadioCards } from "./RadioCards";
import { RelativeTime } from "./RelativeTime";
import { SearchInput } from "./SearchInput";
import { SecretInput } from "./SecretInput";
import { Segmented } from "./Segmented";
import { Select } from "./Select";
import { SheetBody, SheetFoot, SheetHead, Toolbar } from "./Sheet";
import { Slider } from "./Slider";
import { Pulse, Spinner } from "./Spinner";
import { StateDot, StatePill } from "./StatePill";
import { StepList } from "./StepList";
import { Swatch } from "./Swatch";
import { Switch } from "./Switch";
import { Table, TBody, Td, THead, Th, Tr } from "./Table";
import { TabPanel, Tabs, TabsRoot } from "./Tabs";
import { Tag } from "./Tag";
import { TextArea } from "./TextArea";
import { TextInput } from "./TextInput";
import { Tooltip } from "./Tooltip";

const nothing = () => undefined;
const TWO = [
  { value: "a", label: "Alpha", detail: "the first" },
  { value: "b", label: "Beta", disabledReason: "Not in this region." },
] as const;
const SHARES = [
  { entity: "gpt", percent: 80 },
  { entity: "claude", percent: 20 },
  { entity: "nova", percent: 0 },
];

const PARTS: Record<string, ReactElement> = {
  Banner: (
    <Banner tone="sandbox" title="You are in the sandbox." actions={<Button>Reset</Button>}>
      All is simulated.
    </Banner>
  ),
  Button: (
    <>
      <Button variant="primary" keyHint="↵" icon="plus">
        Apply
      </Button>
      <Button busy busyLabel="Applying">
        Apply
      </Button>
      <Button variant="danger" disabledReason="You need CAN MANAGE.">
        Delete
      </Button>
    </>
  ),
  Card: (
    <Card title="Tags" actions={<Button>Edit</Button>}>
      Two tags.
    </Card>
  ),
  Checkbox: (
    <>
      <Checkbox checked onChange={nothing}>
        Create the scope
      </Checkbox>
      <Checkbox checked={false} onChange={nothing} label="Replace" disabledReason="It is new." />
    </>
  ),
  CodeBlock: <CodeBlock text={'{\n  "a": [1, true, "x"]\n}'} label="Request" marked={[2]} wrong={[3]} />,
  Combobox: (
    <Field label="Model">
      <Combobox
        value="gpt"
        onChange={nothing}
        suggestions={[{ value: "gpt-4o", detail: "all-round", group: "Usual" }]}
      />
    </Field>
  ),
  ConfirmByName: (
    <ConfirmByName
      open
      onClose={nothing}
      title="Delete chat-a?"
      name="chat-a"
      action="Delete endpoint"
      onConfirm={nothing}
      failure={sampleFailure()}
    >
      It is gone for everyone.
    </ConfirmByName>
  ),
  CopyButton: <CopyButton text="x" label="Copy path" />,
  Dialog: (
    <Dialog open onClose={nothing} title="Move all traffic?" actions={<Button>Move</Button>}>
      40 points move.
    </Dialog>
  ),
  DraftBar: <DraftBar actions={<Button>Review</Button>}>Two shares differ.</DraftBar>,
  Drawer: (
    <Drawer open onClose={nothing} title="Options">
      Creativity
    </Drawer>
  ),
  EmptyState: (
    <EmptyState title="No endpoints yet" actions={<Button>New endpoint</Button>}>
      An endpoint is one address.
    </EmptyState>
  ),
  EnvironmentChoice: (
    <Field label="Mark it as" group>
      <EnvironmentChoice value="production" onChange={nothing} />
    </Field>
  ),
  EnvironmentTag: <EnvironmentTag environment="production" />,
  FailureCard: <FailureCard failure={sampleFailure()} onNext={nothing} />,
  FailureNote: <FailureNote failure={sampleFailure()} onNext={nothing} />,
  Field: (
    <Field
      label="Tenant"
      apiName="tenant_id"
      required
      verdict={{ tone: "wrong", text: "36 characters, not 18." }}
    >
      <TextInput value="9c1f" onChange={nothing} mono />
    </Field>
  ),
  IconButton: <IconButton label="More" icon="more" disabledReason="Nothing is chosen." />,
  KeyHint: <KeyHint keys="Ctrl K" />,
  LinkButton: <LinkButton>Choose a scope</LinkButton>,
  LiveRegion: <LiveRegion text="80 and 20" />,
  Menu: (
    <MenuPopup trigger={<IconButton label="More" icon="more" />}>
      <MenuGroup label="Endpoint">
        <MenuItem onSelect={nothing} icon="copy" keyHint="C">
          Copy name
        </MenuItem>
        <MenuItem onSelect={nothing} danger disabledReason="You need CAN MANAGE.">
          Delete
        </MenuItem>
      </MenuGroup>
      <MenuSeparator />
    </MenuPopup>
  ),
  MiddleEllipsis: <MiddleEllipsis text="customer-claims-summarisation-restricted-v3" />,
  MiniSplit: <MiniSplit shares={SHARES} pending={SHARES} words />,
  NumberStepper: (
    <>
      <NumberStepper value={25} onChange={nothing} min={0} max={100} unit="%" label="Share of gpt" />
      <Field label="Length">
        <NumberStepper value={null} onChange={nothing} locked />
      </Field>
    </>
  ),
  Palette: (
    <Palette
      open
      onClose={nothing}
      text="su"
      onText={nothing}
      groups={[
        {
          label: "Endpoints",
          items: [{ id: "1", title: "support", run: nothing, disabledReason: "Not allowed." }],
        },
      ]}
    />
  ),
  Popover: (
    <Popover trigger={<Button>Details</Button>} label="Details" open>
      Checked 4 s ago.
    </Popover>
  ),
  ProviderMark: <ProviderMark mark="OA" name="OpenAI" />,
  RadioCards: (
    <Field label="Provider" group>
      <RadioCards
        value="a"
        onChange={nothing}
        columns={2}
        options={[
          { value: "a", title: "OpenAI", detail: "GPT models", mark: <ProviderMark mark="OA" /> },
          { value: "b", title: "PaLM", disabledReason: "Retired by Google." },
        ]}
      />
    </Field>
  ),
  RelativeTime: <RelativeTime ms={Date.now() - 7_200_000} />,
  SearchInput: <SearchInput value="gpt" onChange={nothing} label="Filter endpoints" />,
  SecretInput: (
    <Field label="API key">
      <SecretInput value="sk-proj-0123456789f3Qz" onChange={nothing} />
    </Field>
  ),
  Segmented: <Segmented label="Shown" value="a" onChange={nothing} options={TWO} />,
  Select: (
    <Field label="Region">
      <Select value="a" onChange={nothing} options={TWO} />
    </Field>
  ),
  Slider: (
    <Field label="Creativity" apiName="temperature">
      <Slider value={0.3} onChange={nothing} min={0} max={2} step={0.1} low="Exact" high="Free" />
    </Field>
  ),
  Spinner: (
    <>
      <Spinner label="Reading endpoints" />
      <Pulse />
    </>
  ),
  StatePill: (
    <>
      <StatePill state="readyUpdateFailed" />
      <StatePill state="updating" since={Date.now() - 102_000} />
      <StateDot state="notReady" />
    </>
  ),
  StepList: (
    <StepList
      label="Calls"
      steps={[
        { title: "Create the endpoint", detail: "POST /api/2.0/serving-endpoints", state: "done", ms: 812 },
        { title: "Write tags", state: "failed" },
      ]}
    />
  ),
  Swatch: <Swatch index={3} />,
  Switch: (
    <Field label="Usage tracking">
      <Switch checked onChange={nothing} disabledReason="Only admins change this." />
    </Field>
  ),
  Table: (
    <Table label="Endpoints">
      <THead>
        <tr>
          <Th sort="ascending" onSort={nothing}>
            Endpoint
          </Th>
          <Th numeric>Requests</Th>
        </tr>
      </THead>
      <TBody>
        <Tr selected onOpen={nothing}>
          <Td>support</Td>
          <Td numeric>12</Td>
        </Tr>
      </TBody>
    </Table>
  ),
  Tabs: (
    <TabsRoot value="one" onChange={nothing}>
      <Tabs
        label="Endpoint"
        value="one"
        onChange={nothing}
        tabs={[
          { value: "one", label: "Overview" },
          { value: "two", label: "Traffic", count: 4 },
        ]}
      />
      <TabPanel value="one">Overview</TabPanel>
    </TabsRoot>
  ),
  Tag: (
    <Tag tone="accent" icon="bolt">
      Fastest
    </Tag>
  ),
  TextArea: (
    <Field label="Description" optional>
      <TextArea value="It answers." onChange={nothing} grow />
    </Field>
  ),
  TextInput: <TextInput label="Name" value="" onChange={nothing} locked />,
  Tooltip: (
    <Tooltip text="Checks now">
      <Button>Refresh</Button>
    </Tooltip>
  ),
};

describe("every part is accessible", () => {
  for (const [name, part] of Object.entries(PARTS)) {
    test(name, async () => {
      render(part);
      await screen.findAllByText((_, element) => element !== null);
      await expectNoAxeProblems(document.body);
    });
  }

  test("Sheet", async () => {
    const Shown = () => (
      <>
        <SheetHead
          title="support"
          crumbs={[{ label: "Endpoints", to: "/" }]}
          aside="checked now"
          actions={<Button>Refresh</Button>}
        />
        <Toolbar>
          <SearchInput value="" onChange={nothing} label="Filter" />
        </Toolbar>
        <SheetBody padded>Body</SheetBody>
        <SheetFoot>
          <Button>Continue</Button>
        </SheetFoot>
      </>
    );
    const router = createRouter({
      routeTree: createRootRoute({ component: Shown }),
      history: createMemoryHistory(),
    });
    await router.load();
    render(<RouterProvider router={router as never} />);
    expect(await screen.findByRole("heading", { name: "support" })).toBeTruthy();
    await expectNoAxeProblems(document.body);
  });
});
