using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auth.Api.Contracts;
using Auth.Application.Users.Fields;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Binding;

/// <summary>Adds the user fields to the JSON form of users, after the other members and in the declared order.</summary>
internal sealed class UserFieldsJson(UserFields fields) : IJsonTypeInfoResolver
{
    /// <summary>Registers the user fields in request and response bodies.</summary>
    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<UserFieldsBinder>();
        services.AddOptions<JsonOptions>()
            .PostConfigure<UserFields>((json, fields) => AddTo(json.JsonSerializerOptions, fields));
    }

    /// <summary>Returns options that write users with their fields.</summary>
    public static JsonSerializerOptions OptionsFor(UserFields fields)
    {
        var options = new JsonSerializerOptions(ApiJson.Default.Options);
        AddTo(options, fields);
        return options;
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        if (type != typeof(UserRead))
            return null;
        var user = ((IJsonTypeInfoResolver)ApiJson.Default).GetTypeInfo(type, options)!;
        for (var i = 0; i < fields.All.Count; i++)
        {
            var position = i;
            var member = user.CreateJsonPropertyInfo(typeof(JsonElement), fields.All[i].Name);
            member.Get = read => ((UserRead)read).FieldsOf(fields)[position];
            user.Properties.Add(member);
        }

        return user;
    }

    private static void AddTo(JsonSerializerOptions options, UserFields fields)
    {
        if (fields.All.Count > 0)
            options.TypeInfoResolverChain.Insert(0, new UserFieldsJson(fields));
    }
}
