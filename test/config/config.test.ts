// The environment in, checked settings out: defaults, unset variables, readable refusals, production.
// Every process trusts this one reading.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../config/config.ts';
import { productionRefusals, refuseProduction } from '../../config/production.ts';

describe('readConfig', () => {
  it('gives the addresses of npm start when nothing is set', () => {
    const config = readConfig({});
    expect(config.databaseUrl).toBe('postgres://postgres@127.0.0.1:5433/discharge');
    expect(config.temporal).toEqual({ address: '127.0.0.1:7233', namespace: 'default', embedded: true });
    expect(config.embedded).toEqual({ postgres: true, temporal: true });
    expect(config.auth.jwks).toBe(resolve(config.projectRoot, '.data/issuer/jwks.json'));
  });

  it('follows the ports when only they are set, so that two copies can run side by side', () => {
    const config = readConfig({ TEMPORAL_PORT: '17233', POSTGRES_PORT: '15433', SIMULATOR_PORT: '13100' });
    expect(config.temporal.address).toBe('127.0.0.1:17233');
    expect(config.databaseUrl).toContain(':15433/');
    expect(config.medcomSendUrl).toBe('http://127.0.0.1:13100/vans');
    expect(config.embedded.temporal).toBe(true);
  });

  it('embeds nothing that the environment names, and takes an empty variable as not set', () => {
    const config = readConfig({ TEMPORAL_ADDRESS: 'cluster.example:7233', DATABASE_URL: 'postgres://a@b/c', PORT: '' });
    expect(config.embedded).toEqual({ postgres: false, temporal: false });
    expect(config.temporal.embedded).toBe(false);
    expect(config.port).toBe(3000);
  });

  it('takes a folder for messages out and another for messages in', () => {
    const config = readConfig({ MEDCOM_SEND_URL: 'file:///vans/out', MEDCOM_RECEIVE_URL: 'file:///vans/in' });
    expect([config.medcomSendUrl, config.medcomIncoming]).toEqual(['file:///vans/out', '/vans/in']);
    expect(readConfig({}).medcomIncoming).toBeUndefined();
  });

  it('sends a token only where nobody on the way can read it', () => {
    const token = { MEDCOM_SEND_TOKEN: 'hemmelig' };
    expect(readConfig({ ...token, MEDCOM_SEND_URL: 'https://vans.example/' }).medcomSendToken).toBe('hemmelig');
    expect(readConfig({ ...token, MEDCOM_SEND_URL: 'http://127.0.0.1:1/' }).medcomSendToken).toBe('hemmelig');
    for (const url of ['http://vans.example/', 'file:///vans/out', '']) {
      expect(() => readConfig({ ...token, MEDCOM_SEND_URL: url })).toThrow(/^(?!.*hemmelig).*MEDCOM_SEND_TOKEN/s);
    }
  });

  it('sends text messages to the simulator, or where it is told to, with a token by the same rule', () => {
    expect(readConfig({ SIMULATOR_PORT: '13100' }).textUrl).toBe('http://127.0.0.1:13100/texts');
    const token = { TEXT_TOKEN: 'hemmelig' };
    expect(readConfig({ ...token, TEXT_URL: 'https://sms.example/' }).textToken).toBe('hemmelig');
    expect(() => readConfig({ ...token, TEXT_URL: 'http://sms.example/' })).toThrow(/^(?!.*hemmelig).*TEXT_TOKEN/s);
  });

  it.each([
    [{ MEDCOM_RECEIVE_URL: 'file:///vans/in' }, /MEDCOM_RECEIVE_URL: needs a MEDCOM_SEND_URL that is a folder/],
    [{ MEDCOM_RECEIVE_URL: 'file:///v', MEDCOM_SEND_URL: 'file:///v' }, /MEDCOM_RECEIVE_URL: must be another/],
    [{ MEDCOM_SEND_URL: 'ftp://vans.example' }, /MEDCOM_SEND_URL: must be a URL/],
  ])('refuses %o, which nothing could be exchanged by', (env, expected) => {
    expect(() => readConfig(env)).toThrow(expected);
  });

  it('names every variable that cannot be used', () => {
    const read = () => readConfig({ PORT: 'eighty', DATABASE_URL: 'mysql://x', TEMPORAL_ADDRESS: 'nowhere' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PORT: .*DATABASE_URL: must be a URL.*TEMPORAL_ADDRESS: must be host:port/s);
  });
});

describe('production', () => {
  it('is refused with every reason, and the clock can never be moved there', () => {
    const missing = productionRefusals(readConfig({ NODE_ENV: 'production' }));
    expect(missing.map((reason) => reason.split(':')[0])).toEqual([
      'identity provider',
      'text messages',
      'rights table',
    ]);
    expect(readConfig({ NODE_ENV: 'production' }).devClock).toBe(false);
    expect(() => refuseProduction(readConfig({ NODE_ENV: 'production', DEV_CLOCK: 'on' }))).toThrow(/DEV_CLOCK/);
  });

  it('is the only mode that is refused', () => {
    expect(productionRefusals(readConfig({ NODE_ENV: 'development' }))).toEqual([]);
    expect(productionRefusals(readConfig({ NODE_ENV: 'test' }))).toEqual([]);
  });
});
