// What stands in the sheet instead of a page: each has one heading of the first order, as pages have.
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { PageFailed, PageLoading, PageMissing } from "./PageStates";
import { renderPage } from "./testing";

const STATES = {
  loading: <PageLoading />,
  failed: <PageFailed error={new Error("It broke")} reset={() => undefined} />,
  missing: <PageMissing />,
};

test.each(Object.keys(STATES) as (keyof typeof STATES)[])("%s has its heading", async (state) => {
  await renderPage(STATES[state], { path: "/endpoints" });
  expect(await screen.findAllByRole("heading", { level: 1 })).toHaveLength(1);
});
