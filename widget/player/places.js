// Where a tag's box is: shares of the picture, moved evenly between two keys, and where the picture lies in its window.
export function boxAt(keys, time) {
  if (!keys?.length) return null;
  if (time <= keys[0][0]) return keys[0].slice(1);
  for (let at = 1; at < keys.length; at += 1) {
    const [before, after] = [keys[at - 1], keys[at]];
    if (time > after[0]) continue;
    const share = after[0] === before[0] ? 1 : (time - before[0]) / (after[0] - before[0]);
    return before.slice(1).map((value, place) => value + share * (after[place + 1] - value));
  }
  return keys[keys.length - 1].slice(1);
}

// `object-fit: contain`: the picture keeps its shape and stands in the middle.
export function pictureIn(window, film) {
  const scale = Math.min(window.width / film.width, window.height / film.height);
  const [width, height] = [film.width * scale, film.height * scale];
  return { left: (window.width - width) / 2, top: (window.height - height) / 2, width, height };
}
