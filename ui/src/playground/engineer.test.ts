// What is handed to an engineer.
import { expect, it } from "vitest";
import { production, sampleFailure } from "../ipc/testing";
import { engineerNote } from "./engineer";
import { answer, chat, raw, turn } from "./testing";

it("an engineer gets what was asked, of whom, what came, and the ids to find it by", () => {
  const one = answer({});
  const asked = {
    ...turn("t1", "Where is ```R-17```?", one),
    variables: [["pallet", "R-17"]] as [string, string][],
  };
  const note = engineerNote({
    workspace: production,
    chat: chat({}),
    turn: asked,
    answer: one,
    raw: raw({}),
    passport: '{"gatewright":"passport"}',
  });
  for (const said of [
    `- Workspace: ${production.host}`,
    "- Endpoint: support-assistant-chat",
    "- Request id: 7c1e-04af",
    "- Our mark (client_request_id): gw-1",
    "- pallet: R-17",
    "Sent: POST /serving-endpoints/support-assistant-chat/invocations",
  ])
    expect(note).toContain(said);
  expect(note).toContain('```json\n{"gatewright":"passport"}\n```');
  expect(note).toContain("````\nWhere is ```R-17```?\n````");
  expect(note).not.toMatch(/authorization|bearer/iu);
});

it("a failure comes with its reason and the raw answer", () => {
  const failed = answer({ outcome: "failed", text: "", failure: sampleFailure() });
  const note = engineerNote({
    workspace: production,
    chat: chat({}),
    turn: turn("t1", "Hi", failed),
    answer: failed,
    raw: null,
    passport: null,
  });
  expect(note).toContain("## Cohere refused the key (support-assistant-chat)");
  expect(note).toContain("switched off");
  expect(note).not.toContain("Passport");
  expect(note).toContain('{"error":"invalid api token"}');
});
