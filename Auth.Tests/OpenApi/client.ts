// Registers, logs in and reads its user, which it prints: node build/client.js URL E-MAIL PASSWORD

import createClient from "openapi-fetch";
import type { paths } from "./build/api.js";

const [baseUrl = "", email = "", password = ""] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });

const registered = await api.POST("/api/auth/register", { body: { email, password } });
if (registered.error)
    throw new Error(`Not registered: ${JSON.stringify(registered.error.detail)}`);

const again = await api.POST("/api/auth/register", { body: { email, password } });
if (again.error?.detail !== "REGISTER_USER_ALREADY_EXISTS")
    throw new Error(`Registered twice: ${again.response.status}`);

const login = await api.POST("/api/token/login", {
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: { username: email, password },
});
if (login.error)
    throw new Error(`Not logged in: ${JSON.stringify(login.error.detail)}`);

const tokens = login.data;
const me = await api.GET("/api/users/me", { headers: { Authorization: `${tokens.token_type} ${tokens.access_token}` } });
if (me.error)
    throw new Error(`Not read: ${me.error.detail}`);
console.log(JSON.stringify(me.data));
