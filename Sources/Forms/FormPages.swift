// The pages of all forms; a test holds the list beside Records' list of forms.

extension FormPage {
    static let all: [FormPage] = [
        RepairNotice.page, LoanRequest.page, PurchaseMemo.page, TicketMemos.use, TicketMemos.work,
        SpecForms.sheet, SpecForms.comparison, CardForms.request, CardForms.card, EvaluationForms.form,
        EvaluationForms.report, AccessForm.page, OfficeReports.summary, OfficeReports.studyRecord,
        OfficeReports.studyReport, OfficeReports.developmentRecord, OfficeReports.developmentReport,
        Memo.page,
        AssetCard.page, AssetLabel.page,
    ]
}
