// The doctor on an address nobody is signed in to yet: beside a first connect that failed.
import { useEffect } from "react";
import type { DoctorTarget, NextStepKind } from "../ipc/bindings";
import { Examination } from "./Examination";
import { useExamination } from "./examine";

type Props = { host: string; about: string; onNext: (kind: NextStepKind) => void };

export function AddressDoctor({ host, about, onNext }: Props) {
  const examination = useExamination();
  const { start } = examination;
  const target: DoctorTarget = { kind: "address", host };
  useEffect(() => {
    void start({ kind: "address", host });
  }, [start, host]);
  return (
    <Examination
      title="Connection doctor"
      target={target}
      examination={examination}
      about={about}
      onNext={onNext}
    />
  );
}
