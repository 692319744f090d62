// Runs the certified OpenID provider "oidc-provider" for a test: node oidc-provider.js CLIENT_ID CLIENT_SECRET REDIRECT_URI...
// It prints its issuer. Its development pages accept any login name. The account is that name.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [clientId, clientSecret, ...redirectUris] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, email_verified: true }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['a key of the tests'] },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});

// Stops with the test, which closes the standard input.
process.stdin.resume().on('end', () => process.exit());
