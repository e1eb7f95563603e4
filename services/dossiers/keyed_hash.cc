#include "services/dossiers/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "platform/content/data_key.h"
#include "platform/digest/sha256.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

absl::StatusOr<std::string> KeyedHash(rpc::Call& call, std::string_view bytes) {
  v1::HashKey blank;
  blank.set_name("hashKeys/content");
  ASSIGN_OR_RETURN(v1::HashKey stored, kHashKeys.LoadOr(call, std::move(blank)));
  if (stored.key().empty()) {
    stored.set_key(std::string(content::DataKey::Random().bytes()));
    stored = kHashKeys.PutNew(call, std::move(stored));
  }
  std::string hash(digest::kSha256Bytes, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), stored.key().data(), static_cast<int>(stored.key().size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(hash.data()), &size);
  return hash;
}

}  // namespace congress::dossiers
