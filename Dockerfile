FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Copies the inputs of the restore first, so that a change of code does not invalidate the package layer.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY Auth.Domain/Auth.Domain.csproj Auth.Domain/
COPY Auth.Application/Auth.Application.csproj Auth.Application/
COPY Auth.Infrastructure/Auth.Infrastructure.csproj Auth.Infrastructure/
COPY Auth.Api/Auth.Api.csproj Auth.Api/
RUN dotnet restore Auth.Api/Auth.Api.csproj

COPY . .
RUN dotnet publish Auth.Api/Auth.Api.csproj --no-restore --configuration Release --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .

# The default folder of the SQLite file. A volume inherits its owner from here. The program files remain owned by root.
RUN install --directory --owner="$APP_UID" --group="$APP_UID" --mode=0700 data
VOLUME /app/data

USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["dotnet", "Auth.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Auth.Api.dll"]
