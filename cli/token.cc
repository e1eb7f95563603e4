#include "cli/token.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/language.h"
#include "cli/private_file.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "cli/visible.h"
#include "nlohmann/json.hpp"
#include "platform/auth/roles.h"
#include "platform/auth/token.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using nlohmann::json;

// No token outlives a congress's preparation.
constexpr absl::Duration kLongest = absl::Hours(24 * 366);
// What the suite takes unless it is told otherwise.
constexpr absl::Duration kUsual = absl::Hours(12);
constexpr std::string_view kOrganisations = "organisations/";
constexpr std::string_view kPersons = "persons/";

int MakeKeys(int argc, char** argv) {
  CLI::App app(Say({.en = "Makes the keys of an issuer of tokens. The suite trusts tokens signed with the private one "
                          "once the public one lies in its folder of trusted keys as <issuer>.pem.",
                    .vi = "Tạo cặp khóa cho nơi cấp mã xác thực. Hệ thống tin mã được ký bằng khóa riêng khi khóa công "
                          "khai nằm trong thư mục khóa tin cậy với tên <nơi cấp>.pem."}),
               "congressctl token keygen");
  std::string private_file;
  std::string public_file;
  app.add_option("--private", private_file,
                 Say({.en = "File to make for the private key, such as office.pem",
                      .vi = "Tệp khóa riêng sẽ tạo, như office.pem"}))
      ->required();
  app.add_option("--public", public_file,
                 Say({.en = "File to make for the public key, such as DATA/trusted-keys/office.pem",
                      .vi = "Tệp khóa công khai sẽ tạo, như DATA/trusted-keys/office.pem"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto key = auth::GenerateKey();
  if (!key.ok()) return Refused(key.status());
  // The one that cannot be made again first.
  absl::Status made = WriteNew(private_file, auth::PrivatePem(*key), 0600);
  if (made.ok()) made = WriteNew(public_file, auth::PublicPem(*key), 0644);
  return made.ok() ? 0 : Refused(made);
}

// `8h`, `90m`, `30d`.
absl::StatusOr<absl::Duration> Lifetime(const std::string& text) {
  absl::Duration lifetime;
  int64_t days = 0;
  const bool in_days = text.ends_with('d') && absl::SimpleAtoi(text.substr(0, text.size() - 1), &days);
  if (in_days && days <= 366) lifetime = days * absl::Hours(24);
  if ((!in_days && !absl::ParseDuration(text, &lifetime)) || lifetime < absl::Seconds(1) || lifetime > kLongest) {
    return Wrong({.en = StrCat("--for: '", text, "' is no time from 1s to 366d, such as 8h or 30d"),
                  .vi = StrCat("--for: '", text, "' không phải thời hạn từ 1s đến 366d, ví dụ 8h hoặc 30d")});
  }
  return lifetime;
}

// `clerk@unit-16681`. A misspelt role would make a token that opens nothing.
absl::StatusOr<auth::Binding> BindingOf(const std::string& text, const auth::Roles& roles) {
  const std::vector<std::string> parts = absl::StrSplit(text, '@');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
    return Wrong({.en = StrCat("--role: '", text, "' is no ROLE@ORGANISATION, such as clerk@unit-16681"),
                  .vi = StrCat("--role: '", text, "' không phải VAI-TRÒ@TỔ-CHỨC, ví dụ clerk@unit-16681")});
  }
  const std::vector<std::string> known = roles.Names();
  if (std::find(known.begin(), known.end(), parts[0]) == known.end()) {
    const std::string all = absl::StrJoin(known, ", ");
    return Wrong({.en = StrCat("--role: there is no role '", parts[0], "', only ", all),
                  .vi = StrCat("--role: không có vai trò '", parts[0], "', chỉ có ", all)});
  }
  const std::string id = parts[1].starts_with(kOrganisations) ? parts[1].substr(kOrganisations.size()) : parts[1];
  const auto fits = [](unsigned char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; };
  if (id.empty() || !std::all_of(id.begin(), id.end(), fits)) {
    return Wrong({.en = StrCat("--role: '", id, "' is no id of an organisation, such as unit-16681 or province"),
                  .vi = StrCat("--role: '", id, "' không phải mã tổ chức, ví dụ unit-16681 hoặc province")});
  }
  return auth::Binding{parts[0], StrCat(kOrganisations, id)};
}

absl::StatusOr<auth::Roles> RolesOf(const std::string& file) {
  if (file.empty()) return auth::Roles::Shipped();
  ASSIGN_OR_RETURN(const std::string text, ReadInput(file));
  auto roles = auth::Roles::Parse(text);
  if (!roles.ok()) return absl::InvalidArgumentError(StrCat(file, ": ", roles.status().message()));
  return roles;
}

absl::StatusOr<auth::Key> PrivateKey(const std::string& file) {
  ASSIGN_OR_RETURN(const std::string pem, ReadPrivate(file));
  auto key = auth::ParsePrivateKey(pem);
  if (key.ok()) return key;
  return Wrong(
      {.en = StrCat("'", file, "' holds no Ed25519 private key in PEM; `congressctl token keygen` makes one"),
       .vi = StrCat("'", file, "' không có khóa bí mật Ed25519 dạng PEM; `congressctl token keygen` tạo khóa")});
}

// What `token issue` was told.
struct Wanted {
  std::string key_file;
  std::string issuer;
  std::string subject;
  std::vector<std::string> roles;
  std::string roles_file;
  std::string person;
  std::string clearance = "none";
  std::string lifetime = "8h";
};

absl::StatusOr<std::string> Issue(const Wanted& wanted) {
  ASSIGN_OR_RETURN(const absl::Duration lifetime, Lifetime(wanted.lifetime));
  ASSIGN_OR_RETURN(const auth::Roles roles, RolesOf(wanted.roles_file));
  auth::Principal principal;
  principal.subject = wanted.subject;
  for (const std::string& role : wanted.roles) {
    ASSIGN_OR_RETURN(auth::Binding binding, BindingOf(role, roles));
    principal.bindings.push_back(std::move(binding));
  }
  if (!wanted.person.empty()) {
    principal.person = wanted.person.starts_with(kPersons) ? wanted.person : StrCat(kPersons, wanted.person);
  }
  // `none` is no grade, as it is to be.
  annotations::v1::Grade_Parse(absl::AsciiStrToUpper(wanted.clearance), &principal.clearance);
  ASSIGN_OR_RETURN(auth::Key key, PrivateKey(wanted.key_file));
  const std::string issuer =
      wanted.issuer.empty() ? std::filesystem::path(wanted.key_file).stem().string() : wanted.issuer;
  if (issuer.starts_with(auth::kProcessPrefix)) {
    return Wrong({.en = StrCat("'", issuer, "' is a process of the suite and issues no tokens of people"),
                  .vi = StrCat("'", issuer, "' là tiến trình của hệ thống, không cấp mã xác thực cho người")});
  }
  const auth::Signer signer(issuer, std::move(key));
  const absl::Time now = absl::Now();
  std::string token = signer.Sign(principal, now, lifetime);
  // What the suite would refuse is not handed out; how long it takes tokens for is said where it is started.
  auth::Verifier suite({.longest = kLongest});
  RETURN_IF_ERROR(suite.Trust(issuer, signer.public_pem()));
  RETURN_IF_ERROR(suite.Verify(token, now).status());
  return token;
}

int RunIssue(int argc, char** argv) {
  CLI::App app(Say({.en = "Makes a token for a person and signs it with an issuer's private key.",
                    .vi = "Cấp mã xác thực cho một người và ký bằng khóa riêng của nơi cấp."}),
               "congressctl token issue");
  Wanted wanted;
  std::string output;
  app.add_option("--key", wanted.key_file,
                 Say({.en = "File of the issuer's private key, readable by its owner alone",
                      .vi = "Tệp khóa riêng của nơi cấp, chỉ chủ sở hữu đọc được"}))
      ->required()
      ->option_text("FILE");
  app.add_option("--issuer", wanted.issuer,
                 Say({.en = "Name under which the suite trusts the key; the key file's without .pem",
                      .vi = "Tên mà hệ thống dùng để tin khóa này; mặc định là tên tệp khóa bỏ đuôi .pem"}));
  app.add_option("--subject", wanted.subject,
                 Say({.en = "The account, such as an.nguyen", .vi = "Tài khoản, như an.nguyen"}))
      ->required();
  app.add_option(
      "--role", wanted.roles,
      Say({.en = "ROLE@ORGANISATION, such as clerk@unit-16681, beside the roles that the suite gives the account; "
                 "again for each further one",
           .vi = "VAI_TRÒ@TỔ_CHỨC, như clerk@unit-16681; ghi lại cho mỗi vai trò khác"}));
  app.add_option("--roles-file", wanted.roles_file,
                 Say({.en = "The roles.yaml of a suite that has roles of its own",
                      .vi = "Tệp roles.yaml của hệ thống có vai trò riêng"}))
      ->option_text("FILE");
  app.add_option("--person", wanted.person,
                 Say({.en = "Person to whom the account belongs; without one nobody approves or changes dossiers",
                      .vi = "Người sở hữu tài khoản; không ghi thì không duyệt và không sửa được hồ sơ"}));
  app.add_option("--clearance", wanted.clearance,
                 Say({.en = "Up to which grade personnel data is shown",
                      .vi = "Mức bảo mật cao nhất của dữ liệu nhân sự được xem"}))
      ->transform(OneOf({"none", "personal", "confidential", "sensitive"}))
      ->capture_default_str();
  app.add_option("--for", wanted.lifetime,
                 Say({.en = "How long it is valid, such as 8h; the suite takes more than 12h only where it is told to",
                      .vi = "Thời hạn hiệu lực, như 8h; hệ thống chỉ nhận quá 12h khi được cấu hình"}))
      ->capture_default_str();
  app.add_option("--output", output,
                 Say({.en = "File to write it to, readable by its owner alone, instead of standard output",
                      .vi = "Tệp nhận mã, chỉ chủ sở hữu đọc được, thay cho đầu ra chuẩn"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto token = Issue(wanted);
  if (!token.ok()) return Refused(token.status());
  if (const auto lifetime = Lifetime(wanted.lifetime); lifetime.ok() && *lifetime > kUsual) {
    std::cerr
        << Say({.en = "Unless it is started with --token-lifetime for this issuer, the suite refuses tokens that are "
                      "valid "
                      "for more than 12h.",
                .vi = "Nếu chưa khởi động với --token-lifetime cho nơi cấp này, hệ thống từ chối mã có hiệu lực quá "
                      "12h."})
        << "\n";
  }
  if (output.empty()) return Write(StrCat(*token, "\n"), "");
  const absl::Status written = WritePrivate(output, StrCat(*token, "\n"));
  return written.ok() ? 0 : Refused(written);
}

// What a token says of itself, believed or not.
struct Claims {
  json all;

  std::string Text(const char* key) const {
    const auto found = all.find(key);
    return found != all.end() && found->is_string() ? found->get<std::string>() : "";
  }
  std::vector<std::string> Bindings() const {
    std::vector<std::string> bindings;
    const auto found = all.find("bindings");
    if (found == all.end() || !found->is_array()) return bindings;
    for (const json& binding : *found) {
      if (binding.is_string()) bindings.push_back(binding.get<std::string>());
    }
    return bindings;
  }
  std::optional<absl::Time> At(const char* key) const {
    const auto found = all.find(key);
    if (found == all.end() || !found->is_number()) return std::nullopt;
    return absl::UnixEpoch() + absl::Seconds(found->get<double>());
  }
};

absl::StatusOr<Claims> ClaimsOf(const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string bytes;
  Claims claims;
  if (parts.size() == 3 && absl::WebSafeBase64Unescape(parts[1], &bytes)) {
    claims.all = json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  }
  if (claims.all.is_object()) return claims;
  return Wrong({.en = "that is no token: three parts with a '.' between them are expected",
                .vi = "đây không phải mã xác thực: cần ba phần cách nhau bằng dấu '.'"});
}

std::string Written(std::optional<absl::Time> time) {
  return time.has_value() ? absl::FormatTime("%Y-%m-%d %H:%M", *time, civil::Zone()) : "?";
}

std::string InWords(const Claims& claims, absl::Time now) {
  const std::string person = claims.Text("person");
  const std::string who = StrCat(claims.Text("sub"), person.empty() ? "" : StrCat(" (", person, ")"));
  const std::string issuer = claims.Text("iss");
  std::string text =
      Say({.en = StrCat(who, ", by the issuer ", issuer, "\n"), .vi = StrCat(who, ", do ", issuer, " cấp\n")});
  for (const std::string& binding : claims.Bindings()) {
    const std::vector<std::string> parts = absl::StrSplit(binding, absl::MaxSplits('@', 1));
    const std::string at = parts.size() == 2 ? parts[1] : "?";
    text += Say({.en = StrCat("  ", parts[0], " at organisations/", at, " and those below it\n"),
                 .vi = StrCat("  ", parts[0], " tại organisations/", at, " và các tổ chức trực thuộc\n")});
  }
  const std::string grade = claims.Text("clearance");
  text += grade.empty() ? Say({.en = "  sees no personnel data that has a grade\n",
                               .vi = "  không xem được dữ liệu nhân sự có mức bảo mật\n"})
                        : Say({.en = StrCat("  sees personnel data up to ", grade, "\n"),
                               .vi = StrCat("  xem được dữ liệu nhân sự đến mức ", grade, "\n")});
  if (const std::string id = claims.Text("jti"); !id.empty()) {
    text += Say(
        {.en = StrCat("  can be revoked by its id ", id, "\n"), .vi = StrCat("  thu hồi được theo mã số ", id, "\n")});
  }
  if (person.empty()) {
    text += Say({.en = "  names no person: approves no plans and changes no dossiers\n",
                 .vi = "  không ghi người: không duyệt được phương án, không sửa được hồ sơ\n"});
  }
  const std::string until = Written(claims.At("exp"));
  const bool over = claims.At("exp").value_or(absl::InfinitePast()) <= now;
  return text +
         (over ? Say({.en = StrCat("  expired ", until, " (UTC+7)\n"),
                      .vi = StrCat("  đã hết hạn lúc ", until, " (UTC+7)\n")})
               : Say({.en = StrCat("  valid from ", Written(claims.At("iat")), " until ", until, " (UTC+7)\n"),
                      .vi = StrCat("  có hiệu lực từ ", Written(claims.At("iat")), " đến ", until, " (UTC+7)\n")}));
}

// The public half of a key, whichever half the file holds.
absl::StatusOr<std::string> PublicHalf(const std::string& file) {
  ASSIGN_OR_RETURN(const std::string pem, ReadInput(file));
  if (pem.find("PRIVATE KEY") == std::string::npos) return pem;
  ASSIGN_OR_RETURN(const auth::Key key, PrivateKey(file));
  return auth::PublicPem(key);
}

// Whether the token holds, by the issuer's key or by those that a suite trusts.
absl::Status Check(const Claims& claims, const std::string& token, const std::string& key_file,
                   const std::string& trusted_folder, absl::Time now) {
  auth::Verifier verifier({.longest = kLongest});
  if (!trusted_folder.empty()) RETURN_IF_ERROR(verifier.TrustFolder(trusted_folder));
  if (!key_file.empty()) {
    ASSIGN_OR_RETURN(const std::string pem, PublicHalf(key_file));
    RETURN_IF_ERROR(verifier.Trust(claims.Text("iss"), pem));
  }
  return verifier.Verify(token, now).status();
}

int RunShow(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Tells what a token says: who, where, until when. With a key it also tells whether that is true.",
           .vi = "Cho biết nội dung mã xác thực: ai, ở đâu, đến khi nào. Có khóa thì cho biết cả mã có đúng không."}),
      "congressctl token show");
  std::string file;
  std::string key_file;
  std::string trusted_folder;
  std::string format = "table";
  app.add_option("--token-file", file,
                 Say({.en = "File that holds the token, or -", .vi = "Tệp chứa mã xác thực, hoặc -"}))
      ->envname("CONGRESS_TOKEN_FILE")
      ->required()
      ->option_text("FILE");
  auto* key =
      app.add_option("--key", key_file,
                     Say({.en = "The issuer's key, public or private", .vi = "Khóa của nơi cấp, công khai hoặc riêng"}))
          ->option_text("FILE");
  auto* trusted = app.add_option("--trusted-keys", trusted_folder,
                                 Say({.en = "Folder of <issuer>.pem and <issuer>.jwks.json, as the suite has it",
                                      .vi = "Thư mục chứa <nơi cấp>.pem và <nơi cấp>.jwks.json, như của hệ thống"}))
                      ->check(CLI::ExistingDirectory)
                      ->excludes(key);
  app.add_option("-o,--output-format", format, Say({.en = "How it is shown", .vi = "Dạng hiển thị"}))
      ->transform(OneOf({"table", "json"}));
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto text = ReadInput(file);
  if (!text.ok()) return Refused(text.status());
  const std::string token(absl::StripAsciiWhitespace(*text));
  const auto claims = ClaimsOf(token);
  if (!claims.ok()) return Refused(claims.status());
  const bool checked = key->count() + trusted->count() > 0;
  const absl::Time now = absl::Now();
  const absl::Status holds = checked ? Check(*claims, token, key_file, trusted_folder, now) : absl::OkStatus();
  if (format == "json") {
    json facts = claims->all;
    facts["verified"] = checked && holds.ok();
    if (const int status = Write(StrCat(facts.dump(2, ' ', false, json::error_handler_t::replace), "\n"), "")) {
      return status;
    }
  } else {
    const std::string verdict = !checked     ? Say({.en = "  signature not checked: give --key or --trusted-keys\n",
                                                    .vi = "  chưa kiểm tra chữ ký: cần --key hoặc --trusted-keys\n"})
                                : holds.ok() ? Say({.en = "  the signature holds\n", .vi = "  chữ ký hợp lệ\n"})
                                             : "";
    if (const int status = Write(Visible(InWords(*claims, now)) + verdict, "")) return status;
  }
  return holds.ok() ? 0 : Refused(holds);
}

}  // namespace

int RunToken(std::string_view verb, int argc, char** argv) {
  if (verb == "keygen") return MakeKeys(argc, argv);
  if (verb == "issue") return RunIssue(argc, argv);
  return RunShow(argc, argv);
}

}  // namespace congress::cli
