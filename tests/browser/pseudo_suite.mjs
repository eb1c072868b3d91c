// pseudo_suite.mjs - every screen of axe_suite.mjs once more, in a language whose texts are marked and two fifths longer.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';

const made = spawnSync('/usr/bin/python3', ['tests/languages/pseudo.py'], { encoding: 'utf8' });
const home = made.stdout.trim();
if (made.status !== 0 || !home) throw new Error(made.stderr);
process.env.DAUSO = path.join(home, 'build/dauso');
process.env.QUIZZES = path.join(home, 'quizzes');
process.env.WIDGETS_QUIZ = path.join(home, 'widgets-quiz');
process.env.LANGUAGES = 'qps';
await import('./axe_suite.mjs');
rmSync(home, { recursive: true, force: true });
