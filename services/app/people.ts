/** The doors of people: HTTP, and the operator's commands. */
import type { ApiDeps } from '../api/deps.ts';
import type { Doors } from '../api/open.ts';
import { openHttp } from '../api/open.ts';
import type { Broker } from '../broker/broker.ts';
import { armLease } from '../flows/availability.ts';
import type { Live } from '../live/server.ts';
import type { Metrics } from '../metrics.ts';
import { openOffice, workbooks } from '../office.ts';
import type { OperatorContext } from '../operator/command.ts';
import type { OperatorRoot } from '../operator/command-line.ts';
import { serveOperator } from '../operator/socket.ts';
import { openAlone, registryOf } from '../store/alone.ts';
import { besideServer } from '../store/beside.ts';
import { apiSettings, auditOne, foundOrganisation, readiness, sealOf, version } from '../wiring.ts';
import type { Parts } from './parts.ts';
import { viewOf } from './parts.ts';

const apiDeps = (parts: Parts, metrics: Metrics): ApiDeps => {
  const { options, store, flows, series, media, certificate } = parts;
  const office = openOffice();
  parts.undo.push(office.close);
  return {
    ...viewOf(parts),
    log: options.log,
    settings: apiSettings(options.config),
    series: series.store,
    accounts: store.accounts,
    acts: flows.acts,
    cap: parts.cap,
    channels: parts.sender,
    office,
    readEvidence: async (id) => {
      const kept = store.facts.get('evidence', id);
      const bytes = kept?.file && kept.sha256 ? await media.read(kept.file, kept.sha256) : null;
      return bytes && { bytes, type: 'image/jpeg' };
    },
    audit: auditOne(registryOf(parts)),
    why: flows.why,
    metricsText: metrics.text,
    ready: () => readiness({ waitingForSpace: parts.waitingForSpace, series: series.status() }),
    caCertificatePem: () => certificate.authority,
    seal: sealOf(store.key),
    demoAccounts: () => options.demoAccounts ?? null,
    foundOrganisation: foundOrganisation(registryOf(parts)),
  };
};

export const openDoors = async (parts: Parts, metrics: Metrics, live: Live, broker: Broker): Promise<{ http: number; https: number }> => {
  const { http, https } = parts.options.config;
  const attach: Doors['attach'] = (server) => {
    live.attach(server);
    broker.attach(server);
  };
  const doors = await openHttp(apiDeps(parts, metrics), {
    http,
    https,
    certificate: parts.certificate,
    attach,
    answered: ['/socket.io', '/mqtt'],
  });
  parts.undo.push(() => doors.close());
  return doors.ports;
};

export const openOperator = async (parts: Parts, broker: Broker, live: Live): Promise<OperatorContext> => {
  const { flows, options } = parts;
  const operator: OperatorContext = {
    ...registryOf(parts),
    commit: (turn) => {
      parts.store.commit(turn);
      flows.reorganised(turn);
    },
    enrolled: flows.enrolled,
    rightsChanged: live.recheck,
    workbooks,
    disconnect: (identity) => {
      broker.expel(identity).catch((err: unknown) => options.log.error({ err, identity }, 'could not end the connections of an identity'));
    },
  };
  const door = await serveOperator(options.config.dataFolder, operator);
  parts.undo.push(() => door.stop());
  return operator;
};

/** What the operator's commands need where no server answers them. */
export const operatorRoot: OperatorRoot = {
  openAlone: ({ dataFolder, settings, rules }) => {
    const opened = openAlone({
      dataFolder,
      seriesRetentionDays: settings.series.retentionDays,
      enrolled: (turn, device) => armLease({ rules }, turn, device, turn.at),
    });
    return opened.ok ? { ...opened, context: { ...opened.context, workbooks } } : opened;
  },
  beside: (config) => besideServer(config, version),
};
