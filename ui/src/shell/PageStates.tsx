// What stands in the sheet while a page is loaded, when it broke, and when an address leads nowhere.
import { type ErrorComponentProps, useNavigate } from "@tanstack/react-router";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { SheetBody } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import { useNextStep } from "./next";

export function PageLoading() {
  return (
    <>
      <VisuallyHidden>
        <h1>The page is being loaded</h1>
      </VisuallyHidden>
      <Pulse lines={5} label="Loading the page" />
    </>
  );
}

/** A page that threw. The rest of the window keeps working; trying again draws the page anew. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const next = useNextStep({ tryAgain: reset });
  return (
    <SheetBody padded>
      <VisuallyHidden>
        <h1>This page could not be shown</h1>
      </VisuallyHidden>
      <FailureCard failure={error} onNext={next} />
    </SheetBody>
  );
}

export function PageMissing() {
  const navigate = useNavigate();
  return (
    <SheetBody>
      <VisuallyHidden>
        <h1>There is no such place</h1>
      </VisuallyHidden>
      <EmptyState
        title="There is no such place"
        actions={
          <Button variant="primary" onClick={() => void navigate({ to: "/endpoints" })}>
            Go to Endpoints
          </Button>
        }
      >
        The address leads nowhere in this version of Gatewright.
      </EmptyState>
    </SheetBody>
  );
}
