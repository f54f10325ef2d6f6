import { Avatar } from "@mantine/core";
import { initials } from "../../lib/ui/initials.ts";

/** A person's picture, or the letters of their name. The name stands beside it. */
export const Face = (props: {
  readonly name: string;
  readonly photo: string | null;
  readonly size: number;
}) => (
  <Avatar src={props.photo} size={props.size} radius="100%" color="gray" alt="" aria-hidden>
    {initials(props.name)}
  </Avatar>
);
