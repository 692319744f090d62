using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Api.Contracts;
using Auth.Api.Errors;

namespace Auth.Api.Binding;

/// <summary>The source-generated JSON context of request and response bodies: snake_case and case-sensitive.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = false,
    Converters = [typeof(StringMemberConverter), typeof(BooleanMemberConverter), typeof(EmailMemberConverter),
        typeof(ObjectMemberConverter)])]
[JsonSerializable(typeof(UserCreate))]
[JsonSerializable(typeof(InvitedUserCreate))]
[JsonSerializable(typeof(UserUpdate))]
[JsonSerializable(typeof(UserAdminUpdate))]
[JsonSerializable(typeof(EmailRequest))]
[JsonSerializable(typeof(VerifyRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(PasskeyCreate))]
[JsonSerializable(typeof(PasskeyRename))]
[JsonSerializable(typeof(PasskeyLogin))]
[JsonSerializable(typeof(PasskeyOptionsRequest))]
[JsonSerializable(typeof(PasskeyRead))]
[JsonSerializable(typeof(List<PasskeyRead>))]
[JsonSerializable(typeof(MagicLinkRequest))]
[JsonSerializable(typeof(MagicLinkRequested))]
[JsonSerializable(typeof(MagicLinkLogin))]
[JsonSerializable(typeof(UserRead))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(IAsyncEnumerable<UserRead>))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(List<SessionRead>))]
[JsonSerializable(typeof(OAuth2AuthorizeResponse))]
[JsonSerializable(typeof(List<ExternalLoginRead>))]
[JsonSerializable(typeof(ProviderTokenRead))]
[JsonSerializable(typeof(List<SecondFactorRead>))]
[JsonSerializable(typeof(SecondFactorChange))]
[JsonSerializable(typeof(TotpRead))]
[JsonSerializable(typeof(TotpConfirmation))]
[JsonSerializable(typeof(RecoveryCodesRead))]
[JsonSerializable(typeof(StepUpResponse))]
[JsonSerializable(typeof(KeySetRead))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(ErrorReason))]
[JsonSerializable(typeof(MissingFactor))]
[JsonSerializable(typeof(List<FieldError>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
internal sealed partial class ApiJson : JsonSerializerContext;
