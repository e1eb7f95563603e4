#include "platform/store/redis_connection.h"

#include <hiredis/hiredis.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/status/macros.h"

namespace congress::store {
namespace {

std::string Sha1(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return absl::BytesToHexString(std::string(digest.begin(), digest.begin() + size));
}

}  // namespace

void RedisDelete::operator()(redisContext* context) const { redisFree(context); }
void RedisDelete::operator()(redisReply* reply) const { freeReplyObject(reply); }

std::string_view TextOf(const redisReply& reply) {
  return reply.str == nullptr ? std::string_view() : std::string_view(reply.str, reply.len);
}

std::string_view ErrorIn(const redisReply& reply) {
  return reply.type == REDIS_REPLY_ERROR ? std::string_view(reply.str, reply.len) : std::string_view();
}

RedisScript::RedisScript(std::string_view script_text) : text(script_text), sha1(Sha1(script_text)) {}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const RedisAddress& address) {
  const timeval patience = absl::ToTimeval(address.connect_timeout);
  redisContext* const context = address.socket.empty()
                                    ? redisConnectWithTimeout(address.host.c_str(), address.port, patience)
                                    : redisConnectUnixWithTimeout(address.socket.c_str(), patience);
  if (context == nullptr) return absl::UnavailableError("no memory for a connection");
  std::unique_ptr<RedisConnection> connection(new RedisConnection(context));
  if (context->err != 0) return connection->Lost();
  redisSetTimeout(context, absl::ToTimeval(address.command_timeout));
  if (address.socket.empty()) redisEnableKeepAlive(context);
  RETURN_IF_ERROR(connection->LogIn(address));
  return connection;
}

absl::Status RedisConnection::LogIn(const RedisAddress& address) {
  std::vector<std::vector<std::string_view>> commands;
  if (!address.password.empty()) {
    commands.push_back({"AUTH"});
    if (!address.user.empty()) commands.back().push_back(address.user);
    commands.back().push_back(address.password);
  }
  const std::string database = absl::StrCat(address.database);
  commands.push_back({"SELECT", database});
  for (const auto& command : commands) {
    ASSIGN_OR_RETURN(const RedisReply reply, Send(command));
    const std::string error(ErrorIn(*reply));
    if (error.empty()) continue;
    return CanHeal(error) ? absl::UnavailableError(error) : absl::FailedPreconditionError(error);
  }
  return absl::OkStatus();
}

absl::StatusOr<RedisReply> RedisConnection::Send(std::span<const std::string_view> arguments) {
  if (broken_) return absl::UnavailableError("the connection is broken");
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  texts.reserve(arguments.size());
  sizes.reserve(arguments.size());
  for (const std::string_view argument : arguments) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  errno = 0;
  void* const reply = redisCommandArgv(context_.get(), static_cast<int>(arguments.size()), texts.data(), sizes.data());
  if (reply == nullptr) return Lost();
  return RedisReply(static_cast<redisReply*>(reply));
}

absl::StatusOr<RedisReply> RedisConnection::Run(const RedisScript& script, std::string_view key,
                                                std::span<const std::string_view> arguments) {
  std::vector<std::string_view> command = {"EVALSHA", script.sha1, "1", key};
  command.insert(command.end(), arguments.begin(), arguments.end());
  ASSIGN_OR_RETURN(RedisReply reply, Send(command));
  // Forgotten after a restart, a failover or SCRIPT FLUSH. The script has not run.
  if (!ErrorIn(*reply).starts_with("NOSCRIPT")) return reply;
  command[0] = "EVAL";
  command[1] = script.text;
  return Send(command);
}

absl::Status RedisConnection::Lost() {
  const bool timed_out = context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == ETIMEDOUT);
  const bool foreign = context_->err == REDIS_ERR_PROTOCOL;
  broken_ = true;
  if (timed_out) return absl::DeadlineExceededError("no reply in time");
  if (foreign) return absl::FailedPreconditionError(absl::StrCat("no Redis protocol: ", context_->errstr));
  return absl::UnavailableError(context_->errstr);
}

bool CanHeal(std::string_view error) {
  static constexpr std::array<std::string_view, 9> kHealing = {
      "BUSY",       "CLUSTERDOWN", "LOADING",
      "MASTERDOWN", "MISCONF",     "NOREPLICAS",
      "OOM",        "READONLY",    "ERR max number of clients"};
  return std::any_of(kHealing.begin(), kHealing.end(),
                     [error](std::string_view prefix) { return error.starts_with(prefix); });
}

}  // namespace congress::store
