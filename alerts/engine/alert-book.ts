import { alertRecord, type AlertRecord } from '../episode/alert-record.ts';
import { episode, episodeKey, type Episode } from '../episode/episode.ts';

/** Ended episodes kept in memory, some 10 MB. */
const MAX_ENDED = 10_000;

/** Where all alerts stand, and the episodes that are open. */
export class AlertBook {
  readonly #records = new Map<string, AlertRecord>();
  readonly #open = new Map<string, Episode>();
  /** Ended ones, by key, in the order in which they ended. */
  readonly #ended = new Map<string, Episode>();
  /** Latest numbers of open episodes, by key. */
  readonly #latest = new Map<string, number | null>();
  /** Records by rule and workload, for what has to be looked at although nothing came in. */
  readonly #byTarget = new Map<string, Set<string>>();

  /**
   * What a log holds.
   * @param records documents as they were appended, by id
   * @param episodes the same of episodes
   */
  static from(
    records: ReadonlyMap<string, unknown>,
    episodes: ReadonlyMap<string, unknown>,
  ): AlertBook {
    const book = new AlertBook();
    for (const document of records.values()) book.put(alertRecord.parse(document));
    const known: Episode[] = [];
    for (const document of episodes.values()) {
      known.push(episode.parse(document));
    }
    known.sort((a, b) => (a.resolvedMs ?? Infinity) - (b.resolvedMs ?? Infinity));
    for (const one of known) book.putEpisode(one);
    return book;
  }

  record(id: string): AlertRecord | undefined {
    return this.#records.get(id);
  }

  /** The open episode of an alert; null where there is none. */
  episode(alert: string): Episode | null {
    return this.#open.get(alert) ?? null;
  }

  /** Open episodes, each with its latest number. */
  openEpisodes(): Episode[] {
    const shown = [...this.#open.values()].map((one) => this.shown(one));
    return shown.sort((a, b) => (episodeKey(a) < episodeKey(b) ? -1 : 1));
  }

  /** Ended episodes, the latest first; the oldest are forgotten here, not in the log. */
  endedEpisodes(): Episode[] {
    return [...this.#ended.values()].toReversed();
  }

  /** An episode by its key, open or ended; null where it is not known. */
  find(key: string): Episode | null {
    const ended = this.#ended.get(key);
    if (ended !== undefined) return ended;
    for (const one of this.#open.values()) if (episodeKey(one) === key) return one;
    return null;
  }

  /** An episode with its latest number, which is looked at but not kept. */
  shown(one: Episode): Episode {
    const latest = this.#latest.get(episodeKey(one));
    return latest === undefined ? one : { ...one, lastValue: latest };
  }

  /** Takes the latest number of an episode of which nothing else moved. */
  see(one: Episode): void {
    this.#latest.set(episodeKey(one), one.lastValue);
  }

  records(): Iterable<AlertRecord> {
    return this.#records.values();
  }

  /** The records of one rule about one workload. */
  recordsOf(rule: string, workload: string): AlertRecord[] {
    const ids = this.#byTarget.get(`${rule}\n${workload}`) ?? [];
    return [...ids].map((id) => this.#records.get(id)!);
  }

  put(record: AlertRecord): void {
    this.#records.set(record.id, record);
    const target = `${record.rule}\n${record.workload}`;
    let ids = this.#byTarget.get(target);
    if (ids === undefined) this.#byTarget.set(target, (ids = new Set()));
    ids.add(record.id);
  }

  putEpisode(one: Episode): void {
    this.#latest.delete(episodeKey(one));
    if (one.resolvedMs === null) {
      this.#open.set(one.alert, one);
      return;
    }
    if (this.#open.get(one.alert)?.number === one.number) this.#open.delete(one.alert);
    this.#ended.set(episodeKey(one), one);
    if (this.#ended.size > MAX_ENDED) this.#ended.delete(this.#ended.keys().next().value!);
  }
}
