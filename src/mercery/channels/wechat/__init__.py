"""WeChat official accounts (微信公众号): their signature, their encryption, their XML, and their customer-service interface."""
