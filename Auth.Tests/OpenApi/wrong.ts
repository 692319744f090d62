// Calls that must not compile. The compiler refuses a mark behind which nothing is wrong, so each of them is checked.

import createClient from "openapi-fetch";
import type { components, paths } from "./build/api.js";

const api = createClient<paths>();

export async function calls(user: components["schemas"]["UserRead"], tokens: components["schemas"]["TokenResponse"]) {
    // @ts-expect-error There is no such route.
    await api.GET("/api/users/you");

    // @ts-expect-error It is not read by POST.
    await api.POST("/api/users/me");

    // @ts-expect-error Whose user?
    await api.GET("/api/users/{id}");

    // @ts-expect-error A user registers with a password.
    await api.POST("/api/auth/register", { body: { email: user.email } });

    // @ts-expect-error A password is a text.
    await api.POST("/api/auth/register", { body: { email: user.email, password: 12345678 } });

    // @ts-expect-error It may be null.
    user.name.length;

    // @ts-expect-error No answer holds a hash.
    user.hashed_password;

    // @ts-expect-error There is no other kind of token.
    tokens.token_type === "mac";

    const { error } = await api.POST("/api/token/refresh", {
        body: { grant_type: "refresh_token", refresh_token: tokens.refresh_token },
    });

    // @ts-expect-error It is a code of another route.
    error?.detail === "LOGIN_BAD_CREDENTIALS";
}
