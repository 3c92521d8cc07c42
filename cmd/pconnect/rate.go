package main

import (
	"math"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// lowestRate is the lowest speed limit that can be set, in bytes a second.
const lowestRate = 1024

// parseRate reads a speed such as 800K, 8M, 1.5M or 0 as bytes a second, in binary units as curl reads them.
func parseRate(text string) (int64, error) {
	t := strings.ToUpper(strings.TrimSpace(text))
	t = strings.TrimSuffix(strings.TrimSuffix(t, "/S"), "B")
	t = strings.TrimSuffix(t, "I")
	unit := 1.0
	if t != "" {
		if i := strings.IndexByte("KMGT", t[len(t)-1]); i >= 0 {
			unit, t = math.Pow(1024, float64(i+1)), t[:len(t)-1]
		}
	}
	step := i18n.T(&goi18n.Message{ID: "pconnect.rate.step", Other: "Write it as 800K, 8M or 1.5M (bytes a second); 0 is no limit."})
	value, err := strconv.ParseFloat(t, 64)
	if err != nil || value < 0 || math.IsNaN(value) || value*unit > 1<<50 {
		return 0, usage("limit-rate", i18n.T(&goi18n.Message{ID: "pconnect.rate.wrong", Other: "“{{.Rate}}” is not a speed."},
			"Rate", text), step)
	}
	rate := int64(value * unit)
	if rate > 0 && rate < lowestRate {
		return 0, usage("limit-rate", i18n.T(&goi18n.Message{ID: "pconnect.rate.low", Other: "The lowest speed limit is 1K a second."}), step)
	}
	return rate, nil
}
