// The calls of a typical front end of fastapi-users, with axios. The paths are those of its documentation.
// Usage: node front-end.js BASE_URL EMAIL ID_OF_ANOTHER_USER TOKEN_OF_A_SUPERUSER
// Prints the status of each response.
import axios from 'axios';

const [baseURL, email, id, superuser] = process.argv.slice(2);
const api = axios.create({ baseURL });
const bearer = (token) => ({ headers: { Authorization: `Bearer ${token}` } });
const password = 'correct-horse-9';
const statuses = [];

async function call(request) {
  const response = await request;
  statuses.push(response.status);
  return response;
}

function credentials() {
  const form = new FormData();
  form.append('username', email);
  form.append('password', password);
  return form;
}

const multipart = { headers: { 'Content-Type': 'multipart/form-data' } };
await call(api.post('/auth/register', { email, password }));
const login = await call(api.post('/auth/jwt/login', credentials(), multipart));
const cookieLogin = await call(api.post('/auth/cookie/login', credentials(), multipart));
const me = await call(api.get('/users/me', bearer(login.data.access_token)));
await call(api.get(`/users/${id}`, bearer(superuser)));
await call(api.patch(`/users/${id}`, { is_superuser: true }, bearer(superuser)));
await call(api.delete(`/users/${id}`, bearer(superuser)));

// Node.js keeps no cookies, so the script does.
const cookie = cookieLogin.headers['set-cookie'].find((value) => value.startsWith('fastapiusersauth=')).split(';')[0];
const logout = await call(api.post('/auth/cookie/logout', null, { headers: { Cookie: cookie } }));

// Last, because a new password revokes the tokens.
await call(api.patch('/users/me', { password: 'another-horse-9' }, bearer(login.data.access_token)));

const cleared = String(logout.headers['set-cookie']).toLowerCase();
console.log(JSON.stringify({ statuses, email: me.data.email, clearsCookie: cleared.includes('fastapiusersauth=; max-age=0') }));
