// verify.mjs - reads badges as paths, one a line; says for each what @digitalbazaar/vc finds, offline, and whether the JSON
// is what the contexts allow: {"verified": true, "quads": "…"}.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import jsonld from 'jsonld';
import { loadOffline } from './contexts.mjs';

// did:key is its own document (the method's specification, section 3.1).
async function documentLoader(url) {
  if (!url.startsWith('did:key:')) return loadOffline(url);
  const [controller] = url.split('#');
  const publicKeyMultibase = controller.slice('did:key:'.length);
  const key = await Ed25519Multikey.from({
    '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey', id: `${controller}#${publicKeyMultibase}`, controller, publicKeyMultibase,
  });
  const method = await key.export({ publicKey: true, includeContext: true });
  const document = url.includes('#') ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: controller,
    verificationMethod: [method], assertionMethod: [method.id],
  };
  return { contextUrl: null, documentUrl: url, document };
}

for await (const path of createInterface({ input: process.stdin })) {
  const credential = JSON.parse(readFileSync(path, 'utf8'));
  const suite = new DataIntegrityProof({ cryptosuite });
  const now = new Date(Date.parse(credential.validFrom) + 1000);
  const found = await vc.verifyCredential({ credential, suite, documentLoader, now }).catch((error) => ({ verified: false, error }));
  const { proof, ...unsigned } = credential;
  const quads = await jsonld.canonize(unsigned, { algorithm: 'RDFC-1.0', documentLoader, safe: true }).catch((error) => String(error));
  const why = found.verified ? undefined : JSON.stringify(found.error, Object.getOwnPropertyNames(found.error || {})).slice(0, 600);
  console.log(JSON.stringify({ verified: found.verified, why, quads }));
}
