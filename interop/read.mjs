// Reads topics of Avro values by both registry clients of npm, and prints one JSON object for each
// value: {client, topic, key, value}. Whole numbers of 64 bits become texts.
//
//   node read.mjs BOOTSTRAP_SERVERS REGISTRY_URL TOPIC ...
import avsc from 'avsc';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';
import kafkajsRegistry from '@kafkajs/confluent-schema-registry';
import confluentRegistry from '@confluentinc/schemaregistry';

const [servers, registryUrl, ...topics] = process.argv.slice(2);

// Nanoseconds since 1970 are more than a number of JavaScript's can hold: without this, avsc stops
// at them ("potential precision loss").
const long = avsc.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a === b ? 0 : a < b ? -1 : 1),
});
const avro = { typeHook: (schema) => (schema === 'long' ? long : undefined) };

const ofKafkajs = new kafkajsRegistry.SchemaRegistry({ host: registryUrl }, { AVRO: avro });
const ofConfluent = new confluentRegistry.AvroDeserializer(
  new confluentRegistry.SchemaRegistryClient({ baseURLs: [registryUrl] }),
  confluentRegistry.SerdeType.VALUE,
  avro,
);
const clients = {
  '@kafkajs/confluent-schema-registry': (topic, value) => ofKafkajs.decode(value),
  '@confluentinc/schemaregistry': (topic, value) => ofConfluent.deserialize(topic, value),
};

// Spanmill writes lz4, unless kafka.producer.compression.type says otherwise; kafkajs has none.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }) => Buffer.from(lz4.compress(buffer)),
  decompress: (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const kafka = new kafkajs.Kafka({
  clientId: 'interop',
  brokers: servers.split(','),
  logLevel: kafkajs.logLevel.ERROR,
});

async function ends() {
  const admin = kafka.admin();
  await admin.connect();
  const open = new Map();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) {
        open.set(`${topic} ${partition}`, BigInt(high));
      }
    }
  }
  await admin.disconnect();
  return open;
}

async function print(topic, { key, value }) {
  for (const [client, read] of Object.entries(clients)) {
    const fields = value === null ? null : await read(topic, value);
    const line = { client, topic, key: key.toString(), value: fields };
    console.log(JSON.stringify(line, (name, v) => (typeof v === 'bigint' ? v.toString() : v)));
  }
}

const open = await ends();
const consumer = kafka.consumer({ groupId: `interop-${process.pid}`, readUncommitted: false });
await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const partition = `${payload.topic} ${payload.partition}`;
    // The last record of a transaction is a mark that is not shown.
    if (BigInt(payload.lastOffset) + 2n >= (open.get(partition) ?? 0n)) {
      open.delete(partition);
    }
    if (open.size === 0) {
      resolve();
    }
  });
  consumer.run({ eachMessage: ({ topic, message }) => print(topic, message) }).catch(reject);
});
await consumer.disconnect();
