import { startRunningStack } from '../tests/e2e/running-stack.ts';

const N = Number(process.argv[2] ?? 2000);
const running = await startRunningStack({ log: undefined as never });
try {
  const org = await running.provision('Имп');
  const api = org.admin.call;
  const inn = (n: number) => {
    const b = String(100000000 + n).padStart(9, '0');
    const w = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    const s = [...b].reduce((a, c, i) => a + Number(c) * w[i]!, 0);
    return b + ((s % 11) % 10);
  };
  const rows = Array.from(
    { length: N },
    (_, n) =>
      `${n};ООО «Клиент ${n}»;${inn(n)};+7 916 ${String(1000000 + n)};info${n}@client.example;Розничная торговля;Иванов Иван ${n};Директор;${n % 10 === 9 ? `ООО «Клиент ${n - 9}»` : ''};Заметка о клиенте ${n}`,
  );
  const csv = Buffer.from(
    ['Код;Компания;ИНН;Телефон;E-mail;Отрасль;Контактное лицо;Должность;Головная;Заметка', ...rows, ''].join(
      '\r\n',
    ),
  );
  let t = Date.now();
  const lap = (s: string) => {
    console.log(s, ((Date.now() - t) / 1000).toFixed(1), 's');
    t = Date.now();
  };
  let a = await api('POST', '/api/v1/imports', { body: { fileName: 'клиенты.csv', bytes: csv.byteLength } });
  console.log(a.status, JSON.stringify(a.body).slice(0, 300));
  const { id, upload } = a.body;
  const put = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: csv });
  console.log('put', put.status);
  lap('upload');
  a = await api('GET', `/api/v1/imports/${id}/columns`);
  console.log(a.status, JSON.stringify(a.body.mapping));
  const mapping = [
    { column: 'Код', field: 'company.externalId', source: '1c' },
    { column: 'Компания', field: 'company.name' },
    { column: 'ИНН', field: 'company.inn' },
    { column: 'Телефон', field: 'company.phone' },
    { column: 'E-mail', field: 'company.email' },
    { column: 'Отрасль', field: 'company.industry' },
    { column: 'Контактное лицо', field: 'contact.name' },
    { column: 'Должность', field: 'place.jobTitle' },
    { column: 'Головная', field: 'parent.name' },
    { column: 'Заметка', field: 'note.text' },
  ];
  async function until(state: string) {
    for (;;) {
      const b = (await api('GET', `/api/v1/imports/${id}`)).body;
      if (b.state !== state) return b;
      await new Promise((r) => setTimeout(r, 1000));
      if (process.env.V) console.log(JSON.stringify(b.run ?? b.dryRun));
    }
  }
  a = await api('POST', `/api/v1/imports/${id}/dry-run`, { body: { mapping } });
  console.log(a.status, a.body.code ?? a.body.state, JSON.stringify(a.body.errors ?? ''));
  let v = await until('checking');
  console.log(JSON.stringify(v.dryRun), v.state, JSON.stringify(v.failure ?? ''));
  lap('dry run');
  a = await api('POST', `/api/v1/imports/${id}/run`);
  console.log(a.status, a.body.state);
  v = await until('running');
  console.log(JSON.stringify(v.run), v.state, JSON.stringify(v.failure ?? ''));
  lap('run');
  console.log('rss', Math.round(process.memoryUsage().rss / 1e6));
} finally {
  await running.stop();
}
process.exit(0);
