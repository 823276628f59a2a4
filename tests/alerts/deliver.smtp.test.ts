import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { createMailSender } from '../../alerts/deliver/smtp-mail.ts';
import { parseAllowList } from '../../alerts/deliver/refuse-address.ts';
import { parseReceiver } from '../../alerts/people/receiver.ts';
import { localSender } from './deliver-servers.ts';
import { deliveryOf } from './deliver-world.ts';
import { startSmtp } from './local-smtp.ts';

const soon = () => AbortSignal.timeout(8_000);

describe('mail over a real SMTP exchange', () => {
  const senderFor = (allow: string) =>
    localSender({
      sendMail: createMailSender({
        createTransport: (options) => createTransport(options),
        lookup: () => Promise.resolve(['127.0.0.1']),
        allowed: parseAllowList(allow),
      }),
    });
  const receiverAt = (port: number) =>
    parseReceiver(
      'mail',
      {
        type: 'email',
        url: `smtp://mail.example:${port}`,
        from: 'bellwether@b.example',
        to: ['ops@b.example', 'lead@b.example'],
      },
      null,
    );

  test('is taken by the server with all its recipients, and has the same id when repeated', async () => {
    const smtp = await startSmtp();
    const sender = senderFor('mail.example');
    const delivery = deliveryOf('a', 'fire', {
      alert: { summary: 'w: <b>Fehler</b>\r\nX-Evil: 1' },
    });
    for (let count = 0; count < 2; count += 1) {
      expect(await sender.send(receiverAt(smtp.port), delivery, soon())).toEqual({ kind: 'sent' });
    }
    const [first, second] = smtp.mails;
    expect(first).toMatchObject({
      from: 'bellwether@b.example',
      to: ['ops@b.example', 'lead@b.example'],
    });
    const idOf = (source = '') => /^Message-ID: .*$/im.exec(source)?.[0];
    expect(idOf(first?.source)).toContain(delivery.key);
    expect(idOf(second?.source)).toBe(idOf(first?.source));
    expect(first?.source).not.toMatch(/^X-Evil/m);
    expect(first?.source).toMatch(/^Subject: Firing \(page\): w: <b>Fehler<\/b> X-Evil/m);
    expect(first?.source).toContain('&lt;b&gt;Fehler');
  });

  test('that the server refuses has failed, in the words of the server', async () => {
    const smtp = await startSmtp();
    smtp.answer = '451 try again later';
    const outcome = await senderFor('mail.example').send(
      receiverAt(smtp.port),
      deliveryOf('a'),
      soon(),
    );
    expect(outcome).toMatchObject({ kind: 'failed', scope: 'receiver' });
    expect(JSON.stringify(outcome)).toContain('try again later');
  });

  test('to a server next door is refused unless it is listed', async () => {
    const smtp = await startSmtp();
    const outcome = await senderFor('').send(receiverAt(smtp.port), deliveryOf('a'), soon());
    expect(JSON.stringify(outcome)).toContain('BELLWETHER_RECEIVER_ALLOW');
    expect(smtp.mails).toEqual([]);
  });
});
