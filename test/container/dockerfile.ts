import { readFileSync } from 'node:fs';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The stages of the Dockerfile, each with its instructions after FROM; what is wrong with it the linter tells. */
export function readStages(): readonly (readonly Instruction[])[] {
  const text = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8').replaceAll(/^#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  const instructions = [...text.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name = '', rest = '']) => ({ name, text: rest }));
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([]);
    else stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** What a stage says by an instruction, as often as it does. */
export function said(stage: readonly Instruction[] | undefined, name: string): string[] {
  return stage?.filter((each) => each.name === name).map((each) => each.text) ?? [];
}

/** The program and its arguments that an instruction gives as JSON, whatever stands before them. */
export function programOf(text: string | undefined): string[] {
  return JSON.parse(/\[.*\]$/.exec(text ?? '')?.[0] ?? '[]') as string[];
}
