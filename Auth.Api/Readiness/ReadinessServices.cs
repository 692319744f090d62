namespace Auth.Api.Readiness;

/// <summary>Wires what decides whether the process is to be sent requests.</summary>
internal static class ReadinessServices
{
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseHealth>();
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<Draining>("draining").AddCheck<DatabaseHealth>("database");
        return services;
    }

    /// <summary>
    /// Has answers close their connections once a stop has begun: a load balancer or a client that keeps one open would go on
    /// using it (RFC 9112 section 9.6). HTTP/2 has a frame for that, which the server itself sends.
    /// </summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app)
    {
        var draining = app.ApplicationServices.GetRequiredService<Draining>();
        return app.Use((context, next) =>
        {
            // Asked when the answer begins, since a login may have waited since before the signal.
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.OnStarting(Close, context.Response);
            return next(context);
        });

        Task Close(object response)
        {
            if (draining.HasBegun)
                ((HttpResponse)response).Headers.Connection = "close";
            return Task.CompletedTask;
        }
    }
}
