/** @jsxImportSource preact */
import type { EmbedField, EmbedNote, EmbedProfile, EmbedTimelineItem } from '@/api/gen/types.gen';
import type { EmbedClient } from '../shared/client';
import { day, language, moment, number, words } from '../shared/words';
import { Card, Said } from './parts';
import { useLive } from './use-live';

type Props = { client: EmbedClient };

/** A custom field's value for people. */
export function textOf({ type, value }: Pick<EmbedField, 'type' | 'value'>): string {
  if (type === 'date' && typeof value === 'string') return day(value);
  if (type === 'date_time' && typeof value === 'string') return moment(value);
  if (typeof value === 'boolean') return value ? words.profile.yes : words.profile.no;
  if (typeof value === 'number') return type === 'percent' ? `${number(value)} %` : number(value);
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null) {
    const { amount_minor, currency } = value as { amount_minor?: number; currency?: string };
    if (typeof amount_minor !== 'number' || !currency) return Object.values(value).filter(Boolean).join(', ');
    const format = new Intl.NumberFormat(language, { style: 'currency', currency });
    return format.format(amount_minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }
  return String(value);
}

export function Profile({ client }: Props) {
  const { data, refusal, retry } = useLive<EmbedProfile>(client, '/profile');
  const contact = data && (['email', 'phone', 'location'] as const).filter((name) => data[name]);
  return (
    <Card title={words.profile.title} name="profile">
      {!data ? (
        <Said refusal={refusal} retry={retry} />
      ) : (
        <>
          <p class="name">
            {data.name}
            {data.status && (
              <span class="badge">
                <span class="dot" ref={(dot) => dot?.style.setProperty('background', data.status?.colour ?? '')} />
                {data.status.name}
              </span>
            )}
          </p>
          <dl>
            {contact?.map((name) => (
              <div key={name}>
                <dt>{words.profile[name]}</dt>
                <dd>{data[name]}</dd>
              </div>
            ))}
            {data.fields.map((field) => (
              <div key={field.key}>
                <dt>{field.label}</dt>
                <dd>{textOf(field)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  );
}

type List<T> = { items: T[] };

export function Notes({ client }: Props) {
  const { data, refusal, retry } = useLive<List<EmbedNote>>(client, '/notes?limit=20');
  return (
    <Card title={words.notes.title} name="notes">
      {!data ? (
        <Said refusal={refusal} retry={retry} />
      ) : data.items.length === 0 ? (
        <p class="muted">{words.nothing}</p>
      ) : (
        <ul>
          {data.items.map((note) => (
            <li key={note.id}>
              <p class="muted">
                {note.author_name} · <time dateTime={note.created_at}>{moment(note.created_at)}</time>
                {note.pinned && ` · ${words.notes.pinned}`}
              </p>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, and no script of its own runs here */}
              <div class="prose" dangerouslySetInnerHTML={{ __html: note.html }} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Timeline({ client }: Props) {
  const { data, refusal, retry } = useLive<List<EmbedTimelineItem>>(client, '/timeline?limit=20');
  return (
    <Card title={words.timeline.title} name="timeline">
      {!data ? (
        <Said refusal={refusal} retry={retry} />
      ) : data.items.length === 0 ? (
        <p class="muted">{words.nothing}</p>
      ) : (
        <ol>
          {data.items.map((item) => (
            <li key={item.id}>
              {item.sentence}
              <p class="muted">
                <time dateTime={item.occurred_at}>{moment(item.occurred_at)}</time>
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
