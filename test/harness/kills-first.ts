// The order of test files: those that kill processes first, since they wait longest for something else than a core.
// All others as vitest has them: the longest first where it knows how long they take, else the largest.
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

export class KillsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const kills = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/faults/');
    return [...sorted.filter(kills), ...sorted.filter((file) => !kills(file))];
  }
}
