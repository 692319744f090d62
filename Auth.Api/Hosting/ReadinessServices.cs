namespace Auth.Api.Hosting;

/// <summary>Registers the readiness checks and the graceful stop.</summary>
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
    /// Closes HTTP/1.1 connections with their next response after a stop has begun (RFC 9112 section 9.6). Load balancers and
    /// clients would otherwise reuse an open connection. For HTTP/2, Kestrel sends the frame that serves this purpose.
    /// </summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app)
    {
        var draining = app.ApplicationServices.GetRequiredService<Draining>();
        return app.Use((context, next) =>
        {
            // The check runs when the response starts, because a login can wait in the queue from before the signal.
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
