using System.Text;
using System.Text.Json;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Auth.Api;

/// <summary>Sets the framework up to read and write what the wire contract says.</summary>
internal static class WebApi
{
    public static WebApplicationBuilder AddWebApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A header with bytes outside ASCII is a header like any other that is no good: not Kestrel's empty 400.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.AddControllers(SetUpMvc)
            .AddJsonOptions(json =>
            {
                json.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
                json.JsonSerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            });
        return builder;
    }

    private static void SetUpMvc(MvcOptions mvc)
    {
        mvc.InputFormatters.Clear();
        mvc.InputFormatters.Add(new JsonBodyFormatter());
        mvc.Filters.Add(new ProducesAttribute("application/json"));

        // A null is answered as the four letters, not as 204.
        mvc.OutputFormatters.RemoveType<HttpNoContentOutputFormatter>();
        mvc.OutputFormatters.RemoveType<StringOutputFormatter>();

        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new SuppressChildValidationMetadataProvider(typeof(IRequestBody)));
        mvc.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, _) => FieldProblem.QueryInvalid);
        mvc.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => FieldProblem.QueryInvalid);
    }
}
