// What stands in the sheet while a page is loaded, when it broke, and when an address leads nowhere.
import { type ErrorComponentProps, useNavigate } from "@tanstack/react-router";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { SheetBody } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useNextStep } from "./next";

export function PageLoading() {
  return <Pulse lines={5} label="Loading the page" />;
}

/** A page that threw. The rest of the window keeps working; trying again draws the page anew. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const next = useNextStep({ tryAgain: reset });
  return (
    <SheetBody padded>
      <FailureCard failure={error} onNext={next} />
    </SheetBody>
  );
}

export function PageMissing() {
  const navigate = useNavigate();
  return (
    <SheetBody>
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
