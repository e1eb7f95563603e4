# One person through four stages, and staff arranged anew. Persons are those of 30_dossiers; the rules are invented.
call dossiers.v1.PersonnelRuleService/CreatePersonnelRuleSet
personnel_rule_set_id: "bon-khau"
personnel_rule_set {
  organisation: "organisations/province"
  display_name: "Mốc xét nhân sự bốn khâu (mẫu)"
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  leave_policies { leave_policy_id: "nghi-truoc-tuoi" display_name: "Nghỉ hưu trước tuổi" legal_basis: "Giả định" }
  stages {
    stage: CONGRESS
    seat: "tinh-uy-vien"
    display_name: "Uỷ viên Ban Chấp hành Đảng bộ tỉnh"
    cut_off_date { year: 2025 month: 9 day: 1 }
    position_kind: "committee-member"
    legal_basis: "Giả định"
  }
  stages {
    stage: STATE_ELECTION
    seat: "dai-bieu-quoc-hoi"
    display_name: "Đại biểu Quốc hội"
    exclusive_group: "quoc-hoi"
    cut_off_date { year: 2026 month: 3 day: 1 }
    legal_basis: "Giả định"
  }
}

call dossiers.v1.StageService/CreateStageEntry
@keep stage_entry name
parent: "persons/nguoi-1"
stage_entry { organisation: "organisations/unit-101" stage: CONGRESS seat: "tinh-uy-vien" candidacy: INCUMBENT }

call dossiers.v1.StageService/CreateStageEntry
@keep arrangement name
parent: "persons/nguoi-2"
stage_entry {
  organisation: "organisations/unit-102"
  stage: ARRANGEMENT
  arrangement { from_organisation: "organisations/unit-102" from_post: "Phó Trưởng ban chuyên trách (mẫu)" leave_policy: "nghi-truoc-tuoi" }
}

# One seat twice, which is found.
call dossiers.v1.StageService/BatchCreateStageEntries
stage_entries {
  parent: "persons/nguoi-1"
  stage_entry {
    organisation: "organisations/unit-101"
    stage: STATE_ELECTION
    seat: "dai-bieu-quoc-hoi"
    candidacy: NEWCOMER
  }
}
stage_entries {
  parent: "persons/nguoi-1"
  stage_entry {
    organisation: "organisations/unit-101"
    stage: STATE_ELECTION
    seat: "dai-bieu-quoc-hoi"
    candidacy: NEWCOMER
  }
}

call dossiers.v1.StageService/ImportStageEntries
csv: "person,organisation,stage,seat,candidacy\nnguoi-3,unit-101,CONGRESS,tinh-uy-vien,NEWCOMER\n"

call dossiers.v1.StageService/GetStageEntry
name: "${stage_entry}"

call dossiers.v1.StageService/ListStageEntries
parent: "persons/-"

call dossiers.v1.StageService/UpdateStageEntry
stage_entry { name: "${stage_entry}" candidacy: SPECIAL }
update_mask { paths: "candidacy" }

call dossiers.v1.StageService/AdvanceStageEntry
name: "${stage_entry}"
state: PROPOSED

call dossiers.v1.StageService/AdvanceStageEntry
name: "${arrangement}"
state: PROPOSED

call dossiers.v1.StageService/PreviewStageDecision
parent: "persons/nguoi-1"
stage_entry {
  organisation: "organisations/unit-101"
  stage: STATE_ELECTION
  seat: "dai-bieu-quoc-hoi"
  candidacy: NEWCOMER
}

call dossiers.v1.StageService/GetPersonStages
name: "persons/nguoi-1"

call dossiers.v1.StageService/ListStageConflicts
stage: STATE_ELECTION

call dossiers.v1.StageService/GetArrangementSums
organisation: "organisations/unit-102"
head_counts { organisation: "organisations/unit-102" count: 20 source: "Báo cáo của xã" }

call dossiers.v1.StageService/DecideArrangement
entries: "${arrangement}"
basis { decision_number: "21-QĐ/TU" decision_date ${today} decided_by: "Ban Thường vụ" }

call dossiers.v1.StageService/WithdrawStageEntry
name: "${stage_entry}"
reason: "Thay đổi phương án nhân sự"

# Who a body is made up of, against a target.
call dossiers.v1.PersonnelRuleService/CreatePersonnelRuleSet
personnel_rule_set_id: "co-cau"
personnel_rule_set {
  organisation: "organisations/province"
  display_name: "Cơ cấu cấp uỷ (mẫu)"
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  targets {
    target_id: "nu"
    display_name: "Tỷ lệ cán bộ nữ"
    measure: WOMEN
    minimum { numerator: 15 denominator: 100 }
    legal_basis: "Giả định"
  }
}

call dossiers.v1.StructureService/CountPersonnel
organisation: "organisations/unit-101"
persons { person: "persons/nguoi-1" candidacy: NEWCOMER }
given { count: 10 source: "Báo cáo của xã" women: 2 }
under_ages: 42
rule_set: "personnelRuleSets/co-cau"
