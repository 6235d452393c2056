// Answers what it is told, leaves a note with the run, and records that it did.

export async function jochEntrypoint(ctx, joch) {
  const text = ctx.input.text;
  console.log('working on:', text);
  const note = await joch.artifact.write('note.md', `# ${text}\n`);
  try {
    await joch.trace.event('note.written', { artifact: note });
  } catch (failed) {
    // an installation without a trace service runs agents all the same
    console.log('not traced:', failed.message);
  }
  return { answer: `you said: ${text}`, words: text.split(/\s+/).filter(Boolean).length };
}
