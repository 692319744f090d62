using System.Text;
using System.Text.Json;
using Auth.Api.Binding;
using Auth.Api.Controllers;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>Configures Kestrel and MVC for the wire contract.</summary>
internal static class WebApi
{
    public static WebApplicationBuilder AddWebApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A header with non-ASCII bytes receives the error of any invalid header, rather than Kestrel's 400 without a body.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.AddControllers(SetUpMvc)
            .AddJsonOptions(json =>
            {
                json.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.JsonSerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            });
        builder.Services.AddOptions<MvcOptions>().Configure<IOptions<AuthApiOptions>>((mvc, settings) =>
            mvc.Conventions.Add(new RoutePrefixes(settings.Value.Routes)));
        UserFieldsJson.Register(builder.Services);
        return builder;
    }

    private static void SetUpMvc(MvcOptions mvc)
    {
        mvc.InputFormatters.Clear();
        mvc.InputFormatters.Add(new JsonBodyFormatter());
        mvc.Filters.Add(new ProducesAttribute("application/json"));

        // A null result is written as the JSON literal null instead of a 204.
        mvc.OutputFormatters.RemoveType<HttpNoContentOutputFormatter>();
        mvc.OutputFormatters.RemoveType<StringOutputFormatter>();

        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new SuppressChildValidationMetadataProvider(typeof(IRequestBody)));
        mvc.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, _) => FieldProblem.InvalidMessage);
        mvc.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => FieldProblem.InvalidMessage);
    }
}
