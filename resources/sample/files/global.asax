<%@ Application Inherits="Maple.Sample.MailApplication" Language="C#" %>
