# Who may do what in the commune that was merged, and a deputy for a month.
call access.v1.AccessService/CreateRoleBinding
@keep binding name
role_binding_id: "thu-thu"
role_binding { principal: "thu.mau" role: "clerk" organisation: "organisations/unit-101" person: "persons/thu-mau" note: "QĐ 12" }

call access.v1.AccessService/CreateRoleBinding
@keep deputy name
role_binding_id: "pho-thu"
role_binding {
  principal: "pho.mau" role: "secretary" organisation: "organisations/unit-101" deputy_of: "bi.thu.mau"
  deputy_of_person: "persons/bi-thu-mau" first_day: ${today} last_day: ${today+30}
}

call access.v1.AccessService/GetRoleBinding
name: "${binding}"

call access.v1.AccessService/ListRoleBindings
organisation: "organisations/unit-101"

call access.v1.AccessService/UpdateRoleBinding
role_binding { name: "${binding}" last_day: ${today+60} }
update_mask { paths: "last_day" }

call access.v1.AccessService/TestPermissions
@as inspector@province
pairs { permission: "drafting.documents.create" organisation: "organisations/unit-101" }
pairs { permission: "drafting.documents.create" organisation: "organisations/unit-102" }
principal: "thu.mau"

call access.v1.AccessService/ListPermissionHolders
permission: "drafting.documents.create"
organisation: "organisations/unit-101"

call access.v1.AccessService/ExplainPermission
@as inspector@province
permission: "drafting.documents.create"
organisation: "organisations/unit-102"
principal: "thu.mau"

call access.v1.AccessService/RevokeRoleBinding
name: "${deputy}"
reason: "Bí thư đã trở lại"

call access.v1.TokenRevocationService/CreateTokenRevocation
@keep revocation name
token_revocation_id: "mat-may"
token_revocation { principal: "thu.mau" token_id: "mat-may" reason: "Mất máy tính" }

call access.v1.TokenRevocationService/GetTokenRevocation
name: "${revocation}"

call access.v1.TokenRevocationService/ListTokenRevocations
page_size: 10

call access.v1.TokenRevocationService/DeleteTokenRevocation
name: "${revocation}"
