import type { OpenAI } from 'openai';
import type { FakeOpenAi } from './fake-openai.ts';

/** What an emitter offers an application beside watching its client. */
export interface Surroundings {
  /** Runs what belongs to one request of the application's users. */
  readonly request: (work: () => Promise<void>) => Promise<void>;
  /** Runs a tool; the error of one that fails is passed on. */
  readonly tool: (name: string, work: () => Promise<string>) => Promise<string>;
}

const messages = [{ role: 'user' as const, content: 'Hello' }];

async function expectFailure(work: PromiseLike<unknown>, message: string): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && error.message.includes(message)) return;
    throw error;
  }
  throw new Error(`it should have failed with ${message}`);
}

/**
 * What an application asks of OpenAI, five times: a chat, a stream that asks for usage, an embedding,
 * a chat that is refused, and a request of two chats and two tools, of which one fails.
 */
export async function askOpenAi(
  client: OpenAI,
  fake: FakeOpenAi,
  { request, tool }: Surroundings,
): Promise<void> {
  const chat = (model: string) => client.chat.completions.create({ model, messages });
  fake.plan({ tokens: { in: 1200, cached: 1000, out: 180, reasoning: 128 } });
  await chat('o4-mini');

  fake.plan({ tokens: { in: 900, out: 60 } });
  const stream = await client.chat.completions.create({
    model: 'gpt-4.1',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) void chunk;

  fake.plan({ tokens: { in: 64 } });
  await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });

  fake.plan({ status: 400 });
  await expectFailure(chat('gpt-4.1'), 'planned 400');

  fake.plan(
    { tokens: { in: 700, cached: 500, out: 20 }, tools: ['look_up', 'book'] },
    { tokens: { in: 800, out: 90, reasoning: 64 } },
  );
  await request(async () => {
    await chat('gpt-4.1');
    await tool('look_up', () => Promise.resolve('found'));
    const booking = () => Promise.reject<string>(new Error('fully booked'));
    await expectFailure(tool('book', booking), 'fully booked');
    await chat('o4-mini');
  });
}
