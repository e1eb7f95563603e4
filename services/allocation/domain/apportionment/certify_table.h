// Certificates of tables.
#pragma once

#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/apportionment/apportionment_task.h"

namespace congress::allocation {

// What goes in, and its hash. The columns' seats are not yet there where they are apportioned first.
v1::TableCertificate Inputs(const v1::ComputeBiproportionalApportionmentRequest& request, const TableTask& task);

// What came out, all decided; what decided stands in `answer`. False when there is none: it would be too long.
bool Certify(const TableTask& task, const v1::ComputeBiproportionalApportionmentResponse& answer,
             v1::TableCertificate* certificate);

}  // namespace congress::allocation
