import { resolveTarget, type NetworkEdge } from './guarded-post.ts';
import type { Mail, SendMail } from './post.ts';
import { refuseAddress } from './refuse-address.ts';

const SMTP_PORT = 587;
const SMTPS_PORT = 465;
const CONNECT_TIMEOUT_MS = 8_000;

/** What is asked of a connection to a mail server. */
export interface TransportOptions {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly requireTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly tls: { readonly servername: string };
  readonly connectionTimeout: number;
  readonly greetingTimeout: number;
  readonly socketTimeout: number;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
}

/** A connection to a mail server; nodemailer's transports are such. */
export interface MailTransport {
  sendMail(mail: {
    readonly from: string;
    readonly to: string[];
    readonly subject: string;
    readonly text: string;
    readonly html: string;
    readonly messageId: string;
  }): Promise<unknown>;
  close(): void;
}

/** What mail needs of the outside: `createTransport` is nodemailer's. */
export interface MailEdge extends Pick<NetworkEdge, 'lookup' | 'allowed'> {
  readonly createTransport: (options: TransportOptions) => MailTransport;
}

function optionsOf(server: URL, host: string, port: number, address: string): TransportOptions {
  const isSecure = server.protocol === 'smtps:';
  const hasLogin = server.username !== '';
  const user = decodeURIComponent(server.username);
  const pass = decodeURIComponent(server.password);
  // A server next door may speak plainly; a password never crosses the public network so.
  const isPublic = refuseAddress(address, { host, port }, []) === null;
  return {
    host: address,
    port,
    secure: isSecure,
    requireTLS: hasLogin && isPublic && !isSecure,
    ...(hasLogin ? { auth: { user, pass } } : {}),
    tls: { servername: host },
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: CONNECT_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Makes the sending of mail: the server's host is resolved once, its addresses checked as those of other
 * receivers are, and the connection goes to the checked one.
 */
export function createMailSender(edge: MailEdge): SendMail {
  return async ({ server, ...mail }: Mail, signal) => {
    const url = new URL(server);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const standard = url.protocol === 'smtps:' ? SMTPS_PORT : SMTP_PORT;
    const port = url.port === '' ? standard : Number(url.port);
    const [address] = await resolveTarget({ host, port }, edge, signal);
    const transport = edge.createTransport(optionsOf(url, host, port, address));
    const stop = () => transport.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await transport.sendMail({ ...mail, to: [...mail.to] });
    } finally {
      signal.removeEventListener('abort', stop);
      transport.close();
    }
  };
}
