package auth

import "slices"

// guideRows says which guide helps for which AADSTS numbers. Microsoft says that the numbers are no
// contract, so they choose the help text and nothing else: the kind of a fault comes from the OAuth codes.
var guideRows = []struct {
	guide   string
	numbers []int
}{
	{"wrong-account", []int{50020, 16000, 90072}},
	{"work-account-needed", []int{500200, 500208, 9002332}},
	{"not-in-our-system", []int{50034, 90125, 51004, 16003}},
	{"wrong-tenant", []int{90002, 50059, 50128, 500011, 700016}},
	{"federated", []int{50107, 20001, 40008, 50008}},
	{"first-consent", []int{65001, 65004}},
	{"admin-consent", []int{90094, 90095, 90093, 90008, 650056, 90099}},
	{"not-assigned", []int{50105}},
	{"mfa", []int{50072, 50074, 50076, 50079}},
	{"policy-blocked", []int{53000, 53001, 53003, 530032, 500021, 500212, 500213}},
	{"device-code", []int{530033}},
	{"session-ended", []int{50173, 700082, 70043, 50133, 50089}},
	{"password", []int{50126, 50053, 50055, 50057}},
	{"rename-personal-account", []int{50196}},
	{"app-registration", []int{50194, 50011, 500112, 500113, 65005, 50001}},
}

func guideOfNumber(number int) string {
	for _, row := range guideRows {
		if slices.Contains(row.numbers, number) {
			return row.guide
		}
	}
	return ""
}
