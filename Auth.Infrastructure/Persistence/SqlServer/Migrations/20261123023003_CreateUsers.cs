using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auth.Infrastructure.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CreateUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    email = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false),
                    normalized_email = table.Column<string>(type: "nvarchar(320)", maxLength: 320, nullable: false, collation: "Latin1_General_BIN2"),
                    hashed_password = table.Column<string>(type: "nvarchar(1024)", maxLength: 1024, nullable: false, collation: "Latin1_General_BIN2"),
                    name = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    is_active = table.Column<bool>(type: "bit", nullable: false),
                    is_superuser = table.Column<bool>(type: "bit", nullable: false),
                    is_verified = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false, defaultValue: 0)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_active_is_superuser_normalized_email",
                table: "users",
                columns: new[] { "is_active", "is_superuser", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_active_is_verified_is_superuser_normalized_email",
                table: "users",
                columns: new[] { "is_active", "is_verified", "is_superuser", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_active_is_verified_normalized_email",
                table: "users",
                columns: new[] { "is_active", "is_verified", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_active_normalized_email",
                table: "users",
                columns: new[] { "is_active", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_superuser_normalized_email",
                table: "users",
                columns: new[] { "is_superuser", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_verified_is_superuser_normalized_email",
                table: "users",
                columns: new[] { "is_verified", "is_superuser", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_is_verified_normalized_email",
                table: "users",
                columns: new[] { "is_verified", "normalized_email" });

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                table: "users",
                column: "normalized_email",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
