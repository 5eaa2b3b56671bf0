// The lines of the menu beside the filter: lists that were given a name, giving one a name, copying the list's address,
// marking endpoints. Loaded with the menu.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { commands, type SavedList } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { copyText } from "../kit/clipboard";
import { MenuGroup, MenuItem, MenuSeparator } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import { failureWords } from "../shell/said";
import { writeListSearch } from "./address";
import { type Asked, endpointKeys } from "./queries";
import { addressOf, askedOf, viewsOptions } from "./views";

type Props = {
  asked: Asked;
  change: (change: Partial<Asked>) => void;
  onSave: () => void;
  onMark: () => void;
};

export function Lists({ asked, change, onSave, onMark }: Props) {
  const views = useQuery(viewsOptions);
  const client = useQueryClient();
  const toast = useToast();
  const all = views.data ?? [];
  const here = JSON.stringify(writeListSearch(asked));
  const current = all.find((view) => JSON.stringify(writeListSearch(askedOf(view))) === here);
  const remove = async ({ name, query }: SavedList): Promise<void> => {
    try {
      client.setQueryData(endpointKeys.views, await unwrap(commands.endpointsViewDelete(name)));
      const undo = async () => {
        client.setQueryData(endpointKeys.views, await unwrap(commands.endpointsViewSave(name, query)));
      };
      toast({
        tone: "info",
        title: "List deleted",
        object: name,
        action: { label: "Undo", onClick: () => void undo() },
      });
    } catch (error) {
      toast(failureWords(error));
    }
  };
  const copy = async (): Promise<void> => {
    const done = await copyText(addressOf(asked));
    toast(
      done
        ? { tone: "ready", title: "Address copied. Paste it into Search or run to come back." }
        : { tone: "failed", title: "The clipboard did not take the address." },
    );
  };
  return (
    <>
      {all.length > 0 && (
        <MenuGroup label="Saved lists">
          {all.map((view) => (
            <MenuItem key={view.name} current={view === current} onSelect={() => change(askedOf(view))}>
              {view.name}
            </MenuItem>
          ))}
        </MenuGroup>
      )}
      {all.length > 0 && <MenuSeparator />}
      <MenuItem icon="plus" onSelect={onSave}>
        Save this list
      </MenuItem>
      {current && (
        <MenuItem icon="trash" onSelect={() => void remove(current)}>
          {`Delete “${current.name}”`}
        </MenuItem>
      )}
      <MenuItem icon="copy" onSelect={() => void copy()}>
        Copy the address of this list
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="check" keyHint="X" onSelect={onMark}>
        Mark endpoints
      </MenuItem>
    </>
  );
}
