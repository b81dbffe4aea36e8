import { say } from '../../helper/say'

// from here on the pipe is one that does not wait
process.stdout.write('')
for (let line = 0; line < 200; line++) say(`${line} ${'x'.repeat(10_000)}`)
