/** Signatures against the examples that the providers publish. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acs3Headers, canonicalQuery, dingtalkSign, feishuSign, tc3Authorization, webhookSignature } from '../../services/notify/sign.ts';

describe('signatures', () => {
  it('Aliyun V3: the example of its documentation (RunInstances)', () => {
    const query = { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' };
    const headers = acs3Headers({
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      query,
      keyId: 'YourAccessKeyId',
      secret: 'YourAccessKeySecret',
      at: Date.parse('2023-10-26T10:22:32Z'),
      nonce: '3156853299f313e23d1673dc12e1703d',
    });
    expect(headers['authorization']).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
    expect(canonicalQuery({ b: "a b~*'", a: '中' })).toBe('a=%E4%B8%AD&b=a%20b~%2A%27');
  });

  it('Tencent v3: the example of its documentation (DescribeInstances)', () => {
    const signed = tc3Authorization({
      host: 'cvm.tencentcloudapi.com',
      service: 'cvm',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      keyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
      at: 1_551_113_065_000,
    });
    expect(signed).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    );
  });

  it('Standard Webhooks: the vector of its libraries', () => {
    const body = '{"test": 2432232314}';
    expect(webhookSignature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('DingTalk signs with the secret, Feishu with time and secret over nothing', () => {
    expect(dingtalkSign('SEC1', 1_700_000_000_000)).toBe(createHmac('sha256', 'SEC1').update('1700000000000\nSEC1').digest('base64'));
    expect(feishuSign('s2', 1_700_000_000)).toBe(createHmac('sha256', '1700000000\ns2').update('').digest('base64'));
  });
});
