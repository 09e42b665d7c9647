// Finding one of the invited while typing: every word must stand somewhere, beginnings first.
export const plain = (text) => (text || "").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[.,]/g, " ");

export function prepared(guests) {
  return guests.map((guest) => {
    const text = ` ${plain([guest.addressee, guest.name, guest.there_name, guest.position, guest.unit, guest.unit_name, guest.group].join(" "))}`;
    return { guest, text };
  });
}

export function found(list, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return list.map(({ guest }) => guest);
  return list
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((entry) => [words.filter((word) => entry.text.includes(` ${word}`)).length, entry])
    .sort(([one], [other]) => other - one)
    .map(([, { guest }]) => guest);
}
