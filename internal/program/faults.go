package program

import "github.com/programconnect/programconnect/internal/fault"

func textFault() error {
	return &fault.Error{Kind: fault.Verification, Code: "program.agreement-text", Title: "The agreement's text was changed on its way.",
		Cause: "Its SHA-256 is not the one that the program names.", Safe: "Nothing was answered.", Steps: []string{"Open the agreement again.", "If it comes back, use another network and tell the program's contact."}}
}
